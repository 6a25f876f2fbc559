using System.Collections.Concurrent;
using System.Globalization;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Training;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Processes;

/// <summary>What the single-threaded reference trainer makes of a spec: the fingerprint and every loss.</summary>
internal sealed class Expected
{
    private static readonly ConcurrentDictionary<ExperimentSpec, Task<Expected>> Known = [];

    private Expected(ReferenceTrainer trainer)
    {
        Fingerprint = trainer.Parameters().Fingerprint();
        Losses = trainer.Losses;
    }

    public string Fingerprint { get; }

    public IReadOnlyList<double> Losses { get; }

    /// <summary>The reference run of a spec, made once, beside whatever the test does meanwhile.</summary>
    public static Task<Expected> Of(ExperimentSpec spec, DataSet? data = null) => Known.GetOrAdd(spec, _ => Task.Run(async () =>
    {
        var trainer = new ReferenceTrainer(spec, data ?? await new DataCatalogue().LoadAsync(spec.Data).ConfigureAwait(false));
        trainer.Run();
        return new Expected(trainer);
    }));

    /// <summary>The same spec as words of the command line.</summary>
    public static string[] Words(ExperimentSpec spec) =>
    [
        spec.Iterations.ToString(CultureInfo.InvariantCulture),
        spec.BatchSize.ToString(CultureInfo.InvariantCulture),
        spec.LearningRate.ToString("R", CultureInfo.InvariantCulture),
        spec.HiddenSize.ToString(CultureInfo.InvariantCulture),
        "--scale",
        spec.Scale == InputScale.Raw ? "raw" : "unit",
        .. spec.EvaluateEvery is { } every ? (string[])["--eval-every", every.ToString(CultureInfo.InvariantCulture)] : [],
    ];

    /// <summary>Fails unless the run is complete and no loss of its curve differs by a bit.</summary>
    public void AssertReached(ExperimentDocument document)
    {
        Assert.Equal((ExperimentStates.Completed, null), (document.State, document.Reason));
        AssertPassed(document);
        Assert.Equal(Losses.Count, document.Curve[^1].Iteration);
        Assert.Equal(Losses[^1], document.Loss);
        Assert.Equal(Fingerprint, document.Fingerprint);
    }

    /// <summary>Fails where the run, which may be under way, differs by a bit from what the reference trainer had after as many
    /// passes.</summary>
    public void AssertPassed(ExperimentDocument document)
    {
        Assert.All(document.Curve, point => Assert.Equal(point.Iteration == 0 ? null : Losses[point.Iteration - 1], point.Loss));
        Assert.Equal(Losses[document.Iteration - 1], document.Loss);
        Assert.Equal(document.Iteration == Losses.Count ? Fingerprint : document.Fingerprint, document.Fingerprint);
    }
}
