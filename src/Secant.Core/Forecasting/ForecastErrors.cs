namespace Secant.Core.Forecasting;

/// <summary>How good past forecasts were, and so how wide the interval of the next one has to be.</summary>
/// <param name="Count">Runs that were forecast and have ended.</param>
/// <param name="Within25Percent">How many of them took between 0.75 and 1.25 times what was forecast.</param>
/// <param name="Median">Median of what a run took over what was forecast; null without any.</param>
/// <param name="Low">Factor from a forecast to the lower end of its interval.</param>
/// <param name="High">Factor to the upper end.</param>
public sealed record ForecastErrors(int Count, int Within25Percent, double? Median, double Low, double High)
{
    /// <summary>Runs from which on the interval follows from them; before, it is a quarter either way.</summary>
    public const int Enough = 10;

    /// <summary>Runs that count: the newest say most about the machine as it is.</summary>
    public const int Newest = 50;

    private const double Quarter = 0.25;

    // A lucky streak makes nobody a prophet.
    private const double Least = 0.05;

    /// <summary>Nothing is known yet.</summary>
    public static ForecastErrors None { get; } = new(0, 0, null, 1 - Quarter, 1 + Quarter);

    /// <param name="runs">What was forecast and what it took, in seconds, oldest first.</param>
    public static ForecastErrors Of(IEnumerable<(double Forecast, double Outcome)> runs)
    {
        var ratios = runs.Where(run => run.Forecast > 0).Select(run => run.Outcome / run.Forecast).TakeLast(Newest).ToList();
        if (ratios.Count == 0)
        {
            return None;
        }

        var within = ratios.Count(ratio => Math.Abs(ratio - 1) <= Quarter);
        ratios.Sort();
        var median = ratios[ratios.Count / 2];
        return ratios.Count < Enough
            ? None with { Count = ratios.Count, Within25Percent = within, Median = median }
            : new ForecastErrors(
                ratios.Count,
                within,
                median,
                Math.Min(1 - Least, At(ratios, 0.05)),
                Math.Max(1 + Least, At(ratios, 0.95)));
    }

    private static double At(List<double> sorted, double quantile) => sorted[(int)Math.Round(quantile * (sorted.Count - 1))];
}
