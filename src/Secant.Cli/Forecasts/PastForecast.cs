using Secant.Core.Forecasting;
using Secant.Lab.Contracts;

namespace Secant.Cli.Forecasts;

/// <summary>A run that was forecast and has ended, with nothing in between that nobody could foresee.</summary>
/// <param name="Run">The run.</param>
/// <param name="Forecast">What was expected.</param>
/// <param name="Seconds">What it took.</param>
internal sealed record PastForecast(ExperimentDocument Run, ForecastRecord Forecast, double Seconds)
{
    /// <summary>What it took over what was expected.</summary>
    public double Ratio => Seconds / Forecast.Seconds;

    /// <summary>Null where there is nothing to compare: no forecast, no end yet, a crash or a flat curve on the way.</summary>
    public static PastForecast? Of(ExperimentDocument run) =>
        run is
        {
            State: ExperimentStates.Completed, Recoveries: 0, Forecast: { Seconds: > 0 } forecast,
            ElapsedSeconds: { } seconds
        }
        && run.Iteration == run.Spec.Iterations
            ? new PastForecast(run, forecast, seconds)
            : null;

    /// <summary>All that there are, in the order of the runs.</summary>
    public static IReadOnlyList<PastForecast> Of(IEnumerable<ExperimentDocument> runs) =>
        [.. runs.Select(Of).OfType<PastForecast>()];

    /// <summary>How good they were.</summary>
    public static ForecastErrors Errors(IEnumerable<PastForecast> past) =>
        ForecastErrors.Of(past.Select(each => (each.Forecast.Seconds, each.Seconds)));
}
