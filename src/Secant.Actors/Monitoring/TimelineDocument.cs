using Secant.Actors.Journal;

namespace Secant.Actors.Monitoring;

/// <summary>How an experiment went, as its store tells: the JSON document of <c>show --timeline</c> (in camelCase).</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Stretches">Where its time went, oldest first; a crash leaves a gap.</param>
/// <param name="Events">What happened to it, oldest first.</param>
public sealed record TimelineDocument(
    ExperimentDocument Experiment, IReadOnlyList<TimelineStretch> Stretches, IReadOnlyList<HappeningDocument> Events)
{
    /// <summary>Seconds that are accounted for.</summary>
    public double Seconds => Stretches.Sum(stretch => stretch.Spans?.Seconds ?? 0);

    /// <summary>Folds an experiment's own events. Pure.</summary>
    public static TimelineDocument Of(ExperimentDocument experiment, IEnumerable<IExperimentEvent> events)
    {
        var stretches = new List<TimelineStretch>();
        var happened = new List<(long At, string Kind, string Text, string? Node)>();
        if (experiment.SubmittedAtUnixMilliseconds is { } submitted)
        {
            happened.Add((submitted, HappeningKinds.Submitted, $"experiment {experiment.Id} is queued", null));
        }

        foreach (var one in events)
        {
            switch (one)
            {
                case LifeStarted life:
                    happened.Add((life.StartedAtUnixMilliseconds, HappeningKinds.Started, life.Life == 1 ? "is taken up" : $"is taken up again, start {life.Life} of a lab", null));
                    break;
                case CheckpointCommitted { Progress: { Stretch: { } stretch } progress } checkpoint:
                    Add(stretch, checkpoint.Iteration, progress);
                    break;
                case ExperimentCompleted { Progress: { Stretch: { } stretch } progress } completed:
                    Add(stretch, completed.Iteration, progress);
                    happened.Add((stretch.ToUnixMilliseconds, HappeningKinds.Finished, "completed", null));
                    break;
                case ExperimentFailed { Progress: { Stretch: { } stretch } progress } failed:
                    Add(stretch, failed.Iteration, progress);
                    happened.Add((stretch.ToUnixMilliseconds, HappeningKinds.Failed, $"failed: {failed.Reason}", null));
                    break;
            }
        }

        return new TimelineDocument(
            experiment,
            stretches,
            [.. happened.OrderBy(one => one.At).Select((one, at) => new HappeningDocument(at + 1, one.At, one.Kind, one.Text, one.Node, experiment.Id))]);

        void Add(StretchRecord stretch, int iteration, ProgressRecord progress)
        {
            stretches.Add(new TimelineStretch(
                stretch.FromUnixMilliseconds, stretch.ToUnixMilliseconds, iteration, Finite.OrNull(progress.Loss), progress.Recoveries, progress.Nodes, stretch.Spans));
            happened.AddRange((stretch.Happenings ?? []).Select(one => (one.AtUnixMilliseconds, one.Kind, one.Text, one.Node)));
        }
    }
}

/// <summary>A stretch of a run.</summary>
/// <param name="FromUnixMilliseconds">When it begins.</param>
/// <param name="ToUnixMilliseconds">When it ends.</param>
/// <param name="Iteration">Passes made at its end.</param>
/// <param name="Loss">Of the last batch.</param>
/// <param name="Recoveries">So far.</param>
/// <param name="Nodes">That hold slices.</param>
/// <param name="Spans">Where its time went; null where no pass was made in it.</param>
public sealed record TimelineStretch(
    long FromUnixMilliseconds, long ToUnixMilliseconds, int Iteration, double? Loss, int Recoveries, int Nodes, SpansDocument? Spans);
