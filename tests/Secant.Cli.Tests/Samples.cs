using Secant.Actors.Journal;
using Secant.Actors.Monitoring;
using Secant.Core.Experiments;

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
