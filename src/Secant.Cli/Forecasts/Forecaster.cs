using System.Runtime;
using Secant.Actors.Hosting;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Core.Networks;
using Secant.Core.Training;
using Secant.Lab.Contracts;
using Secant.Lab.Scheduling;

namespace Secant.Cli.Forecasts;

/// <summary>Forecasts of runs on this machine: the kernels are timed once for each kind of run, the rest is counted.</summary>
/// <param name="Errors">How far forecasts were off before.</param>
/// <param name="Kernels">What the kernels take for a kind of run.</param>
/// <param name="Data">The data sets, by name.</param>
/// <param name="Settings">How this machine runs them.</param>
/// <param name="IsSideBySide">Whether each is one of many, on a core of its own; else it gets the cores that pay.</param>
internal sealed record Forecaster(
    ForecastErrors Errors,
    IReadOnlyDictionary<(Activation, InputScale, string), KernelCosts> Kernels,
    IReadOnlyDictionary<string, DataSet> Data,
    LocalLabOptions Settings,
    bool IsSideBySide)
{
    // What the compiler makes of a program's first run, fitted to short runs; of many runs it is not worth counting.
    private const int MethodsOfARun = 3_600;

    private readonly double _methodSeconds = JitInfo.GetCompilationTime().TotalSeconds / JitInfo.GetCompiledMethodCount();

    /// <param name="settings">How this machine runs them.</param>
    /// <param name="specs">What will run, checksums filled in; at least one.</param>
    /// <param name="data">The data sets, by name.</param>
    /// <param name="errors">How far forecasts were off before.</param>
    public static Forecaster Of(LocalLabOptions settings, IReadOnlyList<ExperimentSpec> specs,
        IReadOnlyDictionary<string, DataSet> data, ForecastErrors errors)
    {
        var kinds = specs.DistinctBy(Kind).ToList();
        var kernels = kinds.ToDictionary(Kind, spec => KernelSampler.OfThisMachine.Sample(spec, data[spec.Data],
            KernelSampler.Budget / kinds.Count));
        var forecaster = new Forecaster(errors, kernels, data, settings, specs.Count > 1);
        return specs.FirstOrDefault(spec => spec.Kernel == GradientKernel.Naive) is not { } naive ? forecaster
            : forecaster with
            {
                Naive = (BookCost.SecondsAPass(forecaster.Net(naive), naive.BatchSize), (forecaster.Net(naive), naive.BatchSize)),
            };
    }

    /// <summary>Seconds of a pass the book's way, and the net and B that they hold for; null where no run is made so.</summary>
    public (double Seconds, (NetShape Net, int BatchSize) Pass)? Naive { get; init; }

    /// <summary>The parts of a run.</summary>
    public CostSample Sample(ExperimentSpec spec)
    {
        var here = new Planner.Node(NodeName.OfMachine, IsSideBySide ? 1 : Settings.Cores, LocalLab.SpeedPerCore, 0);
        var job = new Planner.Job("", (double)spec.BatchSize * spec.HiddenSize, Splits: spec.Kernel != GradientKernel.Naive, null,
            [], new Dictionary<string, double>());
        var cores = Planner.Decide([here], [job])[0].Grants[0].Cores;
        var starting = IsSideBySide ? 0 : MethodsOfARun * _methodSeconds;
        return Kernels[Kind(spec)].Of(spec, Net(spec), cores, starting, spec.Kernel != GradientKernel.Naive ? null
            : BookCost.Scale(Naive!.Value.Seconds, Naive.Value.Pass, (Net(spec), spec.BatchSize)));
    }

    public RunForecast Of(ExperimentSpec spec) => Of(spec, Sample(spec));

    /// <summary>The same for parts that are known.</summary>
    public RunForecast Of(ExperimentSpec spec, CostSample sample) =>
        RunForecast.Of(spec, sample, Data[spec.Data].Train.Count, Data[spec.Data].Test.Count, Errors,
            new CheckpointPace(Settings.Run.CheckpointInterval, Settings.Run.CheckpointCostLimit));

    /// <summary>The forecast as it is stored with a run.</summary>
    public ForecastRecord RecordOf(ExperimentSpec spec) => ForecastRecord.From(Of(spec));

    /// <summary>The net of a run.</summary>
    public NetShape Net(ExperimentSpec spec) => new(Data[spec.Data].Dimension, spec.HiddenSize, Data[spec.Data].Classes);

    /// <inheritdoc cref="RunFootprint.Of"/>
    public RunFootprint Footprint(ExperimentSpec spec, int nodes, int checkpoints) =>
        RunFootprint.Of(spec, Net(spec), Data[spec.Data].Train.Count, Data[spec.Data].Test.Count, nodes, checkpoints);

    /// <summary>Bytes that the train images come to once all were used.</summary>
    public long SparseBytes => Data.Values.Sum(data => RunFootprint.SparseBytes(data.Train));

    /// <summary>Seconds that runs take side by side here; one alone takes what it takes.</summary>
    /// <param name="specs">What will run, at least one.</param>
    /// <param name="cores">Cores of this machine.</param>
    public double Total(IReadOnlyList<ExperimentSpec> specs, int cores) =>
        specs.Count == 1 ? Of(specs[0]).Seconds
        : Makespan.Of(specs.Select(spec => Of(spec).Seconds), cores) - Shared(specs, cores);

    // Images are made once, whichever run comes first; each was counted with all of them.
    private double Shared(IReadOnlyList<ExperimentSpec> specs, int cores)
    {
        var images = specs.Sum(spec => (double)Images(spec.Data)) - specs.Select(spec => spec.Data).Distinct().Sum(Images);
        return images * Sample(specs[0]).FirstUse / cores;
    }

    private int Images(string data) => Data[data].Train.Count + Data[data].Test.Count;

    private static (Activation, InputScale, string) Kind(ExperimentSpec spec) => (spec.Activation, spec.Scale, spec.Data);
}
