using Secant.Lab.Contracts;

namespace Secant.Cli.Forecasts;

/// <summary>The JSON document of <c>plan --history</c>.</summary>
/// <param name="Summary">How good they were.</param>
/// <param name="Runs">Each of them, oldest first.</param>
internal sealed record HistoryDocument(HistorySummary Summary, IReadOnlyList<HistoryRun> Runs)
{
    public static HistoryDocument Of(IReadOnlyList<PastForecast> past)
    {
        var errors = PastForecast.Errors(past);
        return new HistoryDocument(
            new HistorySummary(errors.Count, errors.Within25Percent, errors.Median),
            [.. past.Select(each => new HistoryRun(each.Run.Id, each.Run.Spec, each.Forecast, each.Seconds, each.Ratio))]);
    }
}

/// <summary>A run that was forecast.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Spec">Its spec.</param>
/// <param name="Forecast">What was expected.</param>
/// <param name="Seconds">What it took.</param>
/// <param name="Ratio">The one over the other.</param>
internal sealed record HistoryRun(string Id, SpecRecord Spec, ForecastRecord Forecast, double Seconds, double Ratio);
