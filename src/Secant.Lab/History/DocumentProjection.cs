using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Lab.History;

/// <summary>Makes what is shown of experiments from what was persisted. Pure: who writes at the moment is passed in.</summary>
public static class DocumentProjection
{
    /// <param name="lab">The lab's events, in order.</param>
    /// <param name="experiments">Each experiment's own events by its id, in order.</param>
    /// <param name="writer">Who holds the store's lock; null when nobody does.</param>
    /// <param name="damage">What is wrong with experiments whose events cannot all be read; null is none.</param>
    /// <returns>A document for each experiment submitted, in that order.</returns>
    public static IReadOnlyList<ExperimentDocument> Project(
        IEnumerable<ILabEvent> lab,
        ILookup<string, IExperimentEvent> experiments,
        StoreOwner? writer,
        IReadOnlyDictionary<string, string>? damage = null) =>
    [
        .. LabHistory.Of(lab).Entries.Select(entry => damage?.GetValueOrDefault(entry.Id) is { } line
            ? Damaged(entry, line)
            : Document(entry, ExperimentHistory.Of(experiments[entry.Id]), writer)),
    ];

    // What it came to is not known; it neither runs nor ends before the store is repaired.
    private static ExperimentDocument Damaged(LabEntry entry, string damage) =>
        Document(entry, new ExperimentHistory(), writer: null) with
        {
            State = entry.IsCancelled ? ExperimentStates.Cancelled
                : entry.IsUnfinished ? ExperimentStates.Paused : ExperimentStates.Failed,
            Reason = damage,
            Damage = damage,
        };

    private static ExperimentDocument Document(LabEntry entry, ExperimentHistory run, StoreOwner? writer)
    {
        var state = State(entry, run, writer);
        var progress = run.Progress;
        return entry.Document() with
        {
            State = state,
            Iteration = run.Iteration,
            Loss = Finite.OrNull(progress?.Loss),
            TrainAccuracy = Finite.OrNull(run.Completed?.TrainAccuracy),
            TestAccuracy = Finite.OrNull(run.Completed?.TestAccuracy),
            Curve = [.. run.Curve.Where(point => point.Iteration <= run.Iteration).Select(Shown)],
            ElapsedSeconds = Finite.OrNull(progress?.ElapsedSeconds),
            PassMilliseconds = Shown(progress?.PassMilliseconds),
            Fingerprint = run.Fingerprint,
            Recoveries = (progress?.Recoveries ?? 0) + run.CrashesSinceProgress,
            Nodes = progress?.Nodes,
            NodeNames = run.NodeNames,
            Build = run.Life?.Build,
            Reason = state switch
            {
                ExperimentStates.Failed => run.Failed?.Reason,
                ExperimentStates.Paused => entry.PauseReason ?? ExperimentStates.ByAPerson,
                _ => null,
            },
            Sweeps = entry.Sweeps,
        };
    }

    private static string State(LabEntry entry, ExperimentHistory run, StoreOwner? writer)
    {
        // Submitted before this writer came, to one that is gone: only a lab takes it up.
        var isAwaited = writer is not null
            && (writer.TakesUpAll || entry.Submitted.SubmittedAtUnixMilliseconds >= writer.Since.ToUnixTimeMilliseconds());
        return entry.IsCancelled ? ExperimentStates.Cancelled
            : run.Failed is not null || entry.HasFailed ? ExperimentStates.Failed
            : run.Completed is not null || !entry.IsUnfinished ? ExperimentStates.Completed
            : entry.IsPaused ? ExperimentStates.Paused
            : run.Life is { } life && life.Instance == writer?.Instance ? ExperimentStates.Running
            : run.Life is null && isAwaited ? ExperimentStates.Queued
            : ExperimentStates.Interrupted;
    }

    private static CurvePoint Shown(CurvePoint point) =>
        point.Loss is { } loss && !double.IsFinite(loss) ? point with { Loss = null } : point;

    private static PassMilliseconds? Shown(PassMilliseconds? pass) =>
        pass is not null && double.IsFinite(pass.Median) && double.IsFinite(pass.P99) ? pass : null;
}
