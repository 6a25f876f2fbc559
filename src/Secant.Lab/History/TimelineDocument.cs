using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Lab.History;

/// <summary>How an experiment went, as its store tells: the JSON document of <c>show --timeline</c> (in camelCase).</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Stretches">Where its time went, oldest first; a crash leaves a gap.</param>
/// <param name="Events">What happened to it, oldest first.</param>
public sealed record TimelineDocument(
    ExperimentDocument Experiment, IReadOnlyList<TimelineStretch> Stretches, IReadOnlyList<HappeningDocument> Events)
{
    /// <summary>Seconds that are accounted for.</summary>
    public double Seconds => Stretches.Sum(stretch => stretch.Spans?.Seconds ?? 0);

    /// <summary>Why a stretch took as long as it did, in one sentence; null where that is not known.</summary>
    public string? Why(TimelineStretch stretch, TimeZoneInfo zone) => stretch.Spans is not { } spans ? null
        : new WhySlow(stretch.NodeDocuments(Experiment.Id), DateTimeOffset.FromUnixTimeMilliseconds(stretch.ToUnixMilliseconds),
        zone).OfExperiment(Experiment with
        {
            State = ExperimentStates.Running,
            Iteration = stretch.Iteration,
            Recoveries = stretch.Recoveries,
            Nodes = spans.Nodes.Count,
            Spans = spans,
            Checkpoint = stretch.Checkpoint,
        });

    /// <summary>Folds what the lab's events tell of an experiment, and its own. Pure.</summary>
    public static TimelineDocument Of(ExperimentDocument experiment, IEnumerable<ILabEvent> lab,
        IEnumerable<IExperimentEvent> events)
    {
        var stretches = new List<TimelineStretch>();
        var happened = new List<(long At, string Kind, string Text, string? Node, string? Giver)>();
        if (experiment.SubmittedAtUnixMilliseconds is { } submitted)
        {
            happened.Add((submitted, HappeningKinds.Submitted, $"experiment {experiment.Id} is queued", null, null));
        }

        foreach (var one in lab.Where(one => one.Id == experiment.Id))
        {
            // Older releases did not keep the time.
            switch (one)
            {
                case ExperimentPaused { AtUnixMilliseconds: { } at } paused:
                    happened.Add((at, HappeningKinds.Paused, paused.Reason is { } reason ? $"is paused: {reason}" : "is paused",
                        null, null));
                    break;
                case ExperimentContinued { AtUnixMilliseconds: { } at }:
                    happened.Add((at, HappeningKinds.Continued, "goes on", null, null));
                    break;
                case ExperimentCancelled { AtUnixMilliseconds: { } at }:
                    happened.Add((at, HappeningKinds.Cancelled, "is cancelled", null, null));
                    break;
            }
        }

        foreach (var one in events)
        {
            switch (one)
            {
                case LifeStarted life:
                    happened.Add((life.StartedAtUnixMilliseconds, HappeningKinds.Started,
                        life.Life == 1 ? "is taken up" : $"is taken up again, start {life.Life} of a lab", null, null));
                    break;
                case CheckpointCommitted { Progress: { Stretch: { } stretch } progress } checkpoint:
                    Add(stretch, checkpoint.Iteration, progress);
                    break;
                case ExperimentCompleted { Progress: { Stretch: { } stretch } progress } completed:
                    Add(stretch, completed.Iteration, progress);
                    happened.Add((stretch.ToUnixMilliseconds, HappeningKinds.Finished, "completed", null, null));
                    break;
                case ExperimentFailed { Progress: { Stretch: { } stretch } progress } failed:
                    Add(stretch, failed.Iteration, progress);
                    happened.Add((stretch.ToUnixMilliseconds, HappeningKinds.Failed, $"failed: {failed.Reason}", null, null));
                    break;
            }
        }

        return new TimelineDocument(
            experiment,
            stretches,
            [.. happened.OrderBy(one => one.At).Select(
                (one, at) => new HappeningDocument(at + 1, one.At, one.Kind, one.Text, one.Node,
                    experiment.Id) { Giver = one.Giver })]);

        void Add(StretchRecord stretch, int iteration, ProgressRecord progress)
        {
            stretches.Add(new TimelineStretch(
                stretch.FromUnixMilliseconds, stretch.ToUnixMilliseconds, iteration, Finite.OrNull(progress.Loss),
                    progress.Recoveries, progress.Nodes, stretch.Spans)
            {
                Checkpoint = stretch.Checkpoint,
            });
            happened.AddRange((stretch.Happenings ?? []).Select(
                one => (one.AtUnixMilliseconds, one.Kind, one.Text, one.Node, one.Giver)));
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
    long FromUnixMilliseconds, long ToUnixMilliseconds, int Iteration, double? Loss, int Recoveries, int Nodes,
    SpansDocument? Spans)
{
    /// <summary>The last one that was stored by its end; null where there was none.</summary>
    public CheckpointDocument? Checkpoint { get; init; }

    /// <summary>The nodes that made its passes, as they would have been shown.</summary>
    public IReadOnlyList<NodeDocument> NodeDocuments(string experiment) =>
    [
        .. (Spans?.Nodes ?? []).Select(node => new NodeDocument(node.Node, "", NodeStates.Busy, 0, 0, node.Units, [experiment])
        {
            ComputingShare = node.ComputingShare,
            ProcessorShare = node.ProcessorShare,
        }),
    ];
}
