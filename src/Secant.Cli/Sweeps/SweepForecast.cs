using Secant.Actors.Hosting;
using Secant.Cli.Forecasts;
using Secant.Cli.Terminal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Sweeps;

/// <summary>What the rest of a sweep is expected to take, on this machine or on a lab.</summary>
/// <param name="RecordOf">The forecast of a run that is new, as it is stored with its submission.</param>
/// <param name="Seconds">From the first one's start to the last one's end.</param>
/// <param name="Low">Nine in ten take longer.</param>
/// <param name="High">Nine in ten take less.</param>
/// <param name="Runs">Runs to make, or to go on with.</param>
/// <param name="Cores">Cores that they share.</param>
internal sealed record SweepForecast(Func<ExperimentSpec, ForecastRecord?> RecordOf, double Seconds, double Low, double High,
    int Runs, int Cores)
{
    /// <summary>On the lab in this process.</summary>
    /// <returns>Null where the store holds all of it.</returns>
    public static SweepForecast? Of(
        LocalLabOptions settings,
        IReadOnlyList<SweepRun> runs,
        IReadOnlyDictionary<string, DataSet> data,
        IReadOnlyList<ExperimentDocument> known)
    {
        if (Left(runs) is not { Count: > 0 } left)
        {
            return null;
        }

        var errors = PastForecast.Errors(PastForecast.Of(known));
        var forecaster = Forecaster.Of(settings, left, data, errors);
        var seconds = forecaster.Total(left, settings.Cores);
        return new SweepForecast(forecaster.RecordOf, seconds, seconds * errors.Low, seconds * errors.High, left.Count,
            Math.Min(settings.Cores, Environment.ProcessorCount));
    }

    /// <summary>The same on a lab elsewhere.</summary>
    /// <param name="runs">Its runs, with what the lab's store holds of them.</param>
    /// <param name="sample">Makes the lab's plan; null where it cannot.</param>
    /// <returns>Null where the lab's store holds all of it, or nothing could be sampled.</returns>
    public static async Task<SweepForecast?> MakeAsync(IReadOnlyList<SweepRun> runs,
        Func<IReadOnlyList<ExperimentSpec>, Task<LabPlan?>> sample)
    {
        if (Left(runs) is not { Count: > 0 } left || await sample(left).ConfigureAwait(false) is not { } plan)
        {
            return null;
        }

        var all = plan.Of(left);
        return new SweepForecast(spec => plan.RecordOf(spec, left.Count > 1), all.Seconds, all.LowSeconds, all.HighSeconds,
            left.Count, all.Cores);
    }

    private static List<ExperimentSpec> Left(IEnumerable<SweepRun> runs) =>
        [.. runs.Where(run => !run.IsOver).Select(run => run.Left)];

    /// <summary>The line before the first run.</summary>
    public string Before => ForecastText.Before(Seconds, Low, High, Runs, Cores);

    /// <summary>The line after the last one.</summary>
    /// <param name="seconds">What they took.</param>
    /// <param name="runs">How they ended.</param>
    public string After(double seconds, IReadOnlyList<SweepRun> runs)
    {
        var off = runs.All(IsComparable) ? $": it took {ForecastText.Off(seconds / Seconds)}" : "";
        return $"the sweep took {Figures.Duration(seconds)}, forecast {Figures.Duration(Seconds)}{off}";
    }

    // With nothing on the way that nobody could foresee.
    private static bool IsComparable(SweepRun run) =>
        run.WasThere || (run.Before > 0 ? run.IsCompleted && run.Document!.Iteration == run.Spec.Iterations
        : PastForecast.Of(run.Document!) is not null);
}
