using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Forecasts;

/// <summary>A forecast and what came of it, in a line.</summary>
internal static class ForecastText
{
    /// <summary>Before a run, such as <c>forecast: 0.62 s, nine in ten take 0.47 s to 0.78 s; a pass 0.60 ms on 2
    /// core(s)</c>.</summary>
    public static string Before(ForecastRecord forecast) =>
        $"forecast: {Figures.Duration(forecast.Seconds)}, nine in ten take "
        + $"{Interval(forecast.LowSeconds, forecast.HighSeconds)}; "
        + $"a pass {Figures.Pass(forecast.PassMilliseconds)} on {Counted.Of(forecast.Cores, "core")}";

    /// <summary>Before a sweep.</summary>
    public static string Before(double seconds, double low, double high, int runs, int cores) =>
        $"forecast: {Figures.Duration(seconds)} for {Counted.Of(runs, "run")} on {Counted.Of(cores, "core")}, nine in ten "
        + $"take {Interval(low, high)}";

    /// <summary>After a run: what was expected, and how far that was off where it can be said.</summary>
    public static string After(ExperimentDocument run)
    {
        var forecast = run.Forecast!;
        var expected = $"{Figures.Duration(forecast.Seconds)} ({Interval(forecast.LowSeconds, forecast.HighSeconds)})";
        return PastForecast.Of(run) is { } past ? $"{expected}; it took {Off(past.Ratio)}" : expected;
    }

    /// <summary>How far a time was off, such as <c>4 % longer</c>.</summary>
    public static string Off(double ratio) => Math.Round(100 * (ratio - 1)) switch
    {
        0 => "as long as that",
        var percent and > 0 => FormattableString.Invariant($"{percent:0} % longer"),
        var percent => FormattableString.Invariant($"{-percent:0} % less"),
    };

    /// <summary>From and to.</summary>
    public static string Interval(double low, double high) => $"{Figures.Duration(low)} to {Figures.Duration(high)}";
}
