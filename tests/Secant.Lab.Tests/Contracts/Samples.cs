using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Lab.Tests.Contracts;

/// <summary>One of each event, every field set to something of its own. The golden files hold exactly these: never change
/// one.</summary>
internal static class Samples
{
    public static SpecRecord Spec { get; } = new(
        100, 32, 0.05, 50, 18446744073709551615, "sigmoid", "normal:0.01", "raw", 1e-4, "incremental", 5, "mnist-10k", "ab12");

    public static BuildRecord Build { get; } = new("0.1.0", "c0ffee", ".NET 10.0.12", "Linux", "a processor");

    public static ProgressRecord Progress { get; } = new(
        0.5,
        [new CurvePoint(0, null, 0.1), new CurvePoint(5, 2.25, 0.25)],
        12.5,
        new PassMilliseconds(0.75, 1.5),
        2,
        3);

    public static ForecastRecord Forecast { get; } = new(4.25, 3.5, 5.125, 0.375, 2);

    public static IReadOnlyList<IEvent> Events { get; } =
    [
        new ExperimentSubmitted("e1", Spec, 1765432100123, "the teacher's"),
        new ExperimentFiled("e1", new FilingRecord("수업", 3)),
        new ExperimentPaused("e1"),
        new ExperimentContinued("e1"),
        new ExperimentCancelled("e1"),
        new NodeDrained("n1", "process"),
        new ExperimentEnded("e1", true),
        new LifeStarted(2, "0123456789abcdef0123456789abcdef", 1765432100456, Build),
        new CheckpointCommitted(40, [new ChunkRecord(0, 0, 4, 100, [1, 2, 3]), new ChunkRecord(1, 4, 3, 75, [4, 5, 6])], "feed",
            Progress),
        new ExperimentCompleted(100, "beef", 0.875, 0.75, Progress),
        new ExperimentFailed(41, "the loss is not a number", Progress),
        new LifeSuspended(41),
        new LifeContinued(41),
        new IdsGiven("7"),
    ];

    private static SpansDocument Spans { get; } = new()
    {
        Seconds = 5,
        Passes = 50,
        Compute = 0.5,
        Waiting = 0.25,
        Network = 0.125,
        Coordinator = 0.0625,
        Checkpoint = 0.0625,
        SecondsAPass = 0.1,
        Nodes = [new NodeSpansDocument("w1", 16, 90, 80, 10, 1000, 0.25, 2, 1765432101456)],
    };

    /// <summary>Events with fields that were added since, by the name of their golden file: manifest, a plus sign, what was
    /// added.</summary>
    public static IReadOnlyDictionary<string, IEvent> Grown { get; } = new Dictionary<string, IEvent>
    {
        ["experiment.life.1+from"] = new LifeStarted(2, "0123456789abcdef0123456789abcdef", 1765432100456, Build, 40),
        ["lab.submitted.1+stop-when-flat"] =
        new ExperimentSubmitted("e1", Spec with { StopWhenFlat = 4 }, 1765432100123, "the teacher's"),
        ["experiment.completed.1+stretch"] = new ExperimentCompleted(100, "beef", 0.875, 0.75, Progress with
        {
            Stretch = new StretchRecord(
                1765432100456,
                1765432105456,
                Spans,
                [new HappeningDocument(1, 1765432102456, HappeningKinds.Died, "w2 was lost", "w2", "e1")]),
        }),
        ["experiment.completed.1+shares"] = new ExperimentCompleted(100, "beef", 0.875, 0.75, Progress with
        {
            Stretch = new StretchRecord(
                1765432100456,
                1765432105456,
                Spans with
                {
                    Nodes =
                    [
                        new NodeSpansDocument("w1", 16, 90, 80, 10, 1000, 0.25, 2, 1765432101456)
                        {
                            UnitsAPass = 15.5,
                            ComputingShare = 0.75,
                            ProcessorShare = 0.5,
                        },
                    ],
                },
                [new HappeningDocument(1, 1765432102456, HappeningKinds.Died, "w2 was lost", "w2", "e1") { Giver = "w1" }],
                new CheckpointDocument(40, 1765432100456, 175, 0.25, 5)),
        }),
        ["lab.paused.1+time"] = new ExperimentPaused("e1", 1765432100456),
        ["lab.paused.1+reason"] = new ExperimentPaused("e1", 1765432100456, "why"),
        ["lab.continued.1+time"] = new ExperimentContinued("e1", 1765432100456),
        ["lab.cancelled.1+time"] = new ExperimentCancelled("e1", 1765432100456),
        ["experiment.checkpoint.1+life"] =
        new CheckpointCommitted(40, [new ChunkRecord(0, 0, 4, 100, [1, 2, 3])], "feed", Progress, Life: 3),
        ["lab.submitted.1+nodes"] = new ExperimentSubmitted("e1", Spec, 1765432100123, "the teacher's", Nodes: 2),
        ["lab.submitted.1+forecast"] = new ExperimentSubmitted("e1", Spec, 1765432100123, "the teacher's", Forecast),
    };
}
