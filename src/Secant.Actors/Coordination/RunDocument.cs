using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Coordination;

/// <summary>An experiment's document, of its events and of the run that is under way.</summary>
internal static class RunDocument
{
    /// <param name="settings">The experiment.</param>
    /// <param name="lives">Its events.</param>
    /// <param name="run">The run; null before its life begins, when it is where its last checkpoint is.</param>
    /// <param name="running">The run's progress.</param>
    /// <param name="state">One of <see cref="ExperimentStates"/>.</param>
    public static ExperimentDocument Of(
        CoordinatorSettings settings, ExperimentLives lives, ExperimentRun? run, ProgressRecord? running, string state)
    {
        var (completed, failed, last) = (lives.Completed, lives.Failed, lives.Last);
        var ended = completed?.Progress ?? failed?.Progress;
        var progress = ended ?? running ?? last?.Progress;
        var curve = ended?.Curve ?? run?.Curve ?? lives.Curve;
        return new ExperimentDocument
        {
            Id = settings.Id,
            State = state,
            Spec = SpecRecord.From(settings.Spec),
            Iteration = completed?.Iteration ?? failed?.Iteration ?? run?.Iteration ?? last?.Iteration ?? 0,
            Loss = Finite.OrNull(progress?.Loss),
            TrainAccuracy = completed?.TrainAccuracy,
            TestAccuracy = completed?.TestAccuracy ?? (curve is [.., var point] ? point.TestAccuracy : null),
            Curve = curve,
            ElapsedSeconds = progress?.ElapsedSeconds,
            PassMilliseconds = progress?.PassMilliseconds,
            Fingerprint = completed?.Fingerprint ?? last?.Fingerprint,
            Recoveries = progress?.Recoveries ?? 0,
            Nodes = progress?.Nodes,
            Build = lives.FirstBuild ?? settings.Build,
            Reason = failed?.Reason,
            SubmittedAtUnixMilliseconds = settings.SubmittedAtUnixMilliseconds,
            Note = settings.Note,
            Forecast = settings.Forecast,
        };
    }
}
