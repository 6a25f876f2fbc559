using Secant.Actors.Hosting;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Core.Networks;
using Secant.Lab.Contracts;

namespace Secant.Cli.Forecasts;

/// <summary>Forecasts of runs on this machine: a sample of each size among them, or of a few where there are many.</summary>
/// <param name="Errors">How far forecasts were off before.</param>
/// <param name="Samples">What was sampled, and for which spec.</param>
/// <param name="Data">The data sets, by name.</param>
/// <param name="Pace">When a run takes checkpoints.</param>
internal sealed record Forecaster(
    ForecastErrors Errors,
    IReadOnlyList<(ExperimentSpec Spec, CostSample Sample)> Samples,
    IReadOnlyDictionary<string, DataSet> Data,
    CheckpointPace Pace)
{
    // More sizes are judged by the next one among these.
    private const int MostSamples = 12;

    // A long run is worth a longer look.
    private const double LongerShare = 0.03;
    private const double LongestSample = 1;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(40);

    /// <param name="lab">Where they will run.</param>
    /// <param name="specs">What will run, checksums filled in; at least one.</param>
    /// <param name="data">The data sets, by name.</param>
    /// <param name="errors">How far forecasts were off before.</param>
    /// <param name="time">How long to sample, all together.</param>
    /// <param name="cancellation">Ends it between two samples.</param>
    public static async Task<Forecaster> SampleAsync(
        LocalLab lab, IReadOnlyList<ExperimentSpec> specs, IReadOnlyDictionary<string, DataSet> data, ForecastErrors errors,
        TimeSpan time, CancellationToken cancellation)
    {
        var sizes = specs.DistinctBy(Kind).OrderBy(Work).ToList();
        var chosen = sizes.Count <= MostSamples
            ? sizes
            : [.. Enumerable.Range(0, MostSamples).Select(i => sizes[i * (sizes.Count - 1) / (MostSamples - 1)])];
        var each = time / chosen.Count;
        var samples = new List<(ExperimentSpec, CostSample)>();
        foreach (var spec in chosen)
        {
            cancellation.ThrowIfCancellationRequested();
            samples.Add((spec, await lab.SampleAsync(spec, data[spec.Data], specs.Count > 1, each > Shortest ? each : Shortest)
                .ConfigureAwait(false)));
        }

        var forecaster = new Forecaster(errors, samples, data, lab.Pace);
        var longer = Math.Min(LongestSample, LongerShare * forecaster.Of(specs[0]).Seconds);
        return specs.Count == 1 && longer > time.TotalSeconds
            ? forecaster with
            {
                Samples = [(specs[0], await lab.SampleAsync(specs[0], data[specs[0].Data], isSideBySide: false,
                TimeSpan.FromSeconds(longer)).ConfigureAwait(false))],
            }
            : forecaster;
    }

    /// <summary>The parts of a run.</summary>
    public CostSample Sample(ExperimentSpec spec)
    {
        var (_, sample) = Samples.MinBy(
            sample => (Like(sample.Spec) == Like(spec) ? 0 : 1, Math.Abs(Math.Log(Work(sample.Spec) / Work(spec)))));
        return sample.For(spec.BatchSize, spec.HiddenSize);
    }

    public RunForecast Of(ExperimentSpec spec) => Of(spec, Sample(spec));

    /// <summary>The same for parts that are known.</summary>
    public RunForecast Of(ExperimentSpec spec, CostSample sample) =>
        RunForecast.Of(spec, sample, Data[spec.Data].Train.Count, Data[spec.Data].Test.Count, Errors, Pace);

    /// <returns>Null where not one pass was over within the time of a sample.</returns>
    public ForecastRecord? RecordOf(ExperimentSpec spec) => Sample(spec).Pass > 0 ? ForecastRecord.From(Of(spec)) : null;

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
        return images * Samples[0].Sample.FirstUse / cores;
    }

    private int Images(string data) => Data[data].Train.Count;

    // What decides about the cost of a pass, but for the seed and the rate.
    private static (int BatchSize, int HiddenSize, (Activation, InputScale, GradientKernel, string) Like) Kind(
        ExperimentSpec spec) =>
        (spec.BatchSize, spec.HiddenSize, Like(spec));

    private static (Activation Activation, InputScale Scale, GradientKernel Kernel, string Data) Like(ExperimentSpec spec) =>
        (spec.Activation, spec.Scale, spec.Kernel, spec.Data);

    private static double Work(ExperimentSpec spec) => (double)spec.BatchSize * spec.HiddenSize;
}
