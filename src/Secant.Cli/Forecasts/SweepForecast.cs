using Secant.Actors.Hosting;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;
using Secant.Cli.Sweeps;
using Secant.Core.Data;

namespace Secant.Cli.Forecasts;

/// <summary>What a sweep is expected to take on this machine.</summary>
/// <param name="Each">The forecast of each run.</param>
/// <param name="Seconds">From the first one's start to the last one's end.</param>
/// <param name="Runs">Runs to make.</param>
/// <param name="Cores">Cores that they share.</param>
internal sealed record SweepForecast(Forecaster Each, double Seconds, int Runs, int Cores)
{
    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(400);

    /// <returns>Null where the store holds all of it, or a part that was begun.</returns>
    public static async Task<SweepForecast?> MakeAsync(
        LocalLab lab,
        IReadOnlyList<SweepRun> runs,
        IReadOnlyDictionary<string, DataSet> data,
        IReadOnlyList<ExperimentDocument> known,
        int cores,
        CancellationToken cancellation)
    {
        var open = runs.Where(run => !run.IsOver).ToList();
        if (open.Count == 0 || open.Exists(run => run.Document is not null))
        {
            return null;
        }

        var specs = open.ConvertAll(run => run.Spec);
        var forecaster = await Forecaster.SampleAsync(
            lab, specs, data, PastForecast.Errors(PastForecast.Of(known)), SampleTime, cancellation).ConfigureAwait(false);
        return new SweepForecast(forecaster, forecaster.Total(specs, cores), specs.Count, Math.Min(cores, Environment.ProcessorCount));
    }

    /// <summary>The line before the first run.</summary>
    public string Before => ForecastText.Before(Seconds, Seconds * Each.Errors.Low, Seconds * Each.Errors.High, Runs, Cores);

    /// <summary>The line after the last one.</summary>
    /// <param name="seconds">What they took.</param>
    /// <param name="runs">How they ended.</param>
    public string After(double seconds, IReadOnlyList<SweepRun> runs)
    {
        var off = runs.All(run => PastForecast.Of(run.Document!) is not null || run.WasThere) ? $": it took {ForecastText.Off(seconds / Seconds)}" : "";
        return $"the sweep took {Figures.Duration(seconds)}, forecast {Figures.Duration(Seconds)}{off}";
    }
}
