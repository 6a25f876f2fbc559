using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Forecasts;
using Secant.Cli.Terminal;
using Secant.Core;
using Spectre.Console;

namespace Secant.Cli.Plans;

/// <summary>Past forecasts against what the runs took.</summary>
internal static class HistoryTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<PastForecast> past)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("id").AddColumn(new TableColumn("numbers").NoWrap());
        foreach (var number in (ReadOnlySpan<string>)["forecast", "took", "over forecast"])
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        foreach (var each in past)
        {
            table.AddRow(
                new Text(each.Run.Id),
                new Text(ResultRow.Numbers(each.Run.Spec)),
                new Text(Figures.Duration(each.Forecast.Seconds)),
                new Text(Figures.Duration(each.Seconds)),
                new Text(each.Ratio.ToString("0.00", CultureInfo.InvariantCulture)));
        }

        console.Write(table);
        console.WritePlainLine(Summary(HistoryDocument.Of(past).Summary));
    }

    /// <summary>How good they were, in a sentence.</summary>
    public static string Summary(HistorySummary history) => history.Forecasts == 0
        ? "no run that was forecast has ended yet; the interval is a quarter either way"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{history.Within25Percent} of {Counted.Of(history.Forecasts, "forecast")} were within 25 %; the median run took "
                + $"{history.MedianRatio:0.00} times what was forecast");
}
