using Secant.Cli.Reports;
using Secant.Cli.Sweeps;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests;

/// <summary>Documents as a lab would send them.</summary>
internal static class Samples
{
    public static ExperimentSpec Spec { get; } = new()
    {
        Iterations = 100,
        BatchSize = 32,
        LearningRate = 0.05,
        HiddenSize = 50,
        DataSha256 = new string('a', 64),
    };

    public static ExperimentDocument Completed { get; } = new()
    {
        Id = "k7m2xq",
        State = "completed",
        Spec = SpecRecord.From(Spec),
        Iteration = 100,
        Loss = 1.0341567,
        TrainAccuracy = 0.701625,
        TestAccuracy = 0.694,
        Curve =
        [
            new CurvePoint(0, null, 0.0985),
            new CurvePoint(25, 2.21, 0.3215),
            new CurvePoint(50, 1.75, 0.4995),
            new CurvePoint(75, 1.31, 0.6235),
            new CurvePoint(100, 1.0341567, 0.694),
        ],
        ElapsedSeconds = 0.8712,
        PassMilliseconds = new PassMilliseconds(0.563, 1.204),
        Fingerprint = string.Concat(Enumerable.Repeat("0123456789abcdef", 4)),
        Nodes = 1,
        Build = new BuildRecord("0.1.0", "1a2b3c4d5e6f", ".NET 10.0.12", "Debian 13", "x64, 2 cores"),
        SubmittedAtUnixMilliseconds = 1_790_000_000_000,
    };

    public static ExperimentDocument Interrupted { get; } = Completed with
    {
        Id = "k7m2zz",
        State = "interrupted",
        Spec = SpecRecord.From(Spec with
        {
            Iterations = 1000,
            Seed = 7,
            Activation = Activation.Relu,
            Scale = InputScale.Unit,
            Initialization = new Initialization(InitializationKind.He, 0),
            Data = "/srv/my digits",
        }),
        Iteration = 75,
        TrainAccuracy = null,
        TestAccuracy = null,
        Curve = [.. Completed.Curve.Take(4)],
        Recoveries = 2,
        Note = "relu 시험",
    };

    /// <summary>A lab with a node at work and one that was lost.</summary>
    public static StatusDocument Status { get; } = new(
        new LabDocument("lab", "10.0.0.5:4053", Completed.Build!, "2026-09-21T14:00:00.0000000+00:00"),
        [
            new NodeDocument("lab-01", "10.0.0.6:4711", NodeStates.Busy, 4, 0.4, 75, ["k7m2zz"])
            {
                CoresBusy = 4,
                SampleUnitsPerSecond = 38_400_000,
                ComputingShare = 0.87,
                MemoryBytes = 210 << 20,
                PassMilliseconds = 0.66,
                Slowness = 1.1,
            },
            new NodeDocument("lab-07", "10.0.0.12:4712", NodeStates.Lost, 4, 95, 0,
                []) { Why = "lost at 14:12:20: its connection broke" },
        ],
        [Interrupted with { State = "running", SecondsLeft = 12.5, Why = "31 % of each pass waits for lab-01",
            SubmittedAtUnixMilliseconds = null }])
    {
        Events =
        [
            new HappeningDocument(2, 1_790_000_030_000, HappeningKinds.Died, "lab-07 was lost: its connection broke", "lab-07"),
            new HappeningDocument(1, 1_790_000_000_000, HappeningKinds.Joined, "lab-07 joined with 4 cores", "lab-07"),
        ],
    };

    /// <summary>Completed runs with seeds 1, 2, ... and these accuracies.</summary>
    public static IReadOnlyList<ExperimentDocument> Repeats(params double[] accuracies) =>
        [.. accuracies.Select((accuracy, index) => Completed with
        {
            Id = $"{index + 1}",
            Spec = Completed.Spec with { Seed = (ulong)index + 1 },
            TestAccuracy = accuracy,
        })];

    /// <summary>Three rows, of which the last is best with every seed.</summary>
    public static SweepResult Sweep() => new(
        "수업",
        [
            new RowResult(1, Repeats(0.694, 0.634, 0.655)),
            Row(2, spec => spec with { Iterations = 320, BatchSize = 64, LearningRate = 0.02, HiddenSize = 75 }, 0.864, 0.871,
                0.859),
            Row(3, spec => spec with { Iterations = 400, BatchSize = 64, LearningRate = 0.02, HiddenSize = 75,
                Activation = "relu" }, 0.874, 0.880, 0.870),
        ]);

    /// <summary>A report on it, the data set being known, and a pass the book's way being a second for the first net and
    /// batch.</summary>
    public static ReportData Report(SweepResult result) =>
        ReportData.Of(result, new Dictionary<string, DataFacts> { [Spec.DataSha256] = new(8_000, 2_000, 784, 10) },
        new BookEstimate((_, _) => 1), new DateTimeOffset(2026, 9, 21, 14, 0, 0, TimeSpan.Zero));

    private static RowResult Row(int number, Func<SpecRecord, SpecRecord> change, params double[] accuracies) =>
        new(number, [.. Repeats(accuracies).Select(run => run with
        {
            Id = $"{number}{run.Id}",
            Spec = change(run.Spec),
            Curve = [.. run.Curve.Select(
            point => point with { Iteration = point.Iteration * 4, TestAccuracy = point.TestAccuracy * 1.25 })],
        })]);

    /// <summary>The documents of <see cref="Completed"/> as it runs, one a point of the curve.</summary>
    public static async IAsyncEnumerable<ExperimentDocument> Running()
    {
        for (var points = 1; points < Completed.Curve.Count; points++)
        {
            yield return Completed with
            {
                State = "running",
                Iteration = Completed.Curve[points - 1].Iteration,
                Loss = Completed.Curve[points - 1].Loss,
                TestAccuracy = null,
                TrainAccuracy = null,
                Curve = [.. Completed.Curve.Take(points)],
            };
        }

        await Task.CompletedTask;
        yield return Completed;
    }
}
