using Secant.Lab.Contracts;
using Secant.Lab.History;

namespace Secant.Cli.Tests.Details;

/// <summary>A run of a minute that lost a node in its middle.</summary>
internal static class TimelineSamples
{
    public const long Noon = 1_790_000_000_000;

    public static TimelineDocument Timeline { get; } = new(
        Samples.Completed with { SubmittedAtUnixMilliseconds = Noon },
        [
            new TimelineStretch(Noon + 1_000, Noon + 21_000, 30, 1.9, 0, 2, Spans(20, 0.8, 0.1, 0.1)),
            new TimelineStretch(Noon + 21_000, Noon + 41_000, 60, 1.6, 1, 1, Spans(20, 0.4, 0.35, 0.05, opening: 0.2)),
            new TimelineStretch(Noon + 41_000, Noon + 61_000, 100, 1.03, 1, 2, Spans(20, 0.9, 0, 0.1)),
        ],
        [
            new HappeningDocument(1, Noon, HappeningKinds.Submitted, "experiment k7m2xq is queued"),
            new HappeningDocument(2, Noon + 1_000, HappeningKinds.Started, "is taken up"),
            new HappeningDocument(3, Noon + 30_000, HappeningKinds.Died, "lab-07 was lost", "lab-07"),
            new HappeningDocument(4, Noon + 61_000, HappeningKinds.Finished, "completed"),
        ]);

    private static SpansDocument Spans(double seconds, double compute, double waiting, double network, double opening = 0) =>
        new()
        {
            Seconds = seconds,
            Passes = 30,
            Compute = compute,
            Waiting = waiting,
            Network = network,
            Opening = opening,
            Nodes =
        [
            new NodeSpansDocument("lab-01", 25, 20, 18, 2, 1000, 0, 0.5, null),
            new NodeSpansDocument("lab-07", 25, 40, 38, 2, 500, waiting, 2.1, null),
        ],
        };
}
