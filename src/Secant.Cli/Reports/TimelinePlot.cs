using ScottPlot;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;
using Secant.Lab.History;

namespace Secant.Cli.Reports;

/// <summary>Where the time of a run went, as it went: a stacked bar a stretch, and a line where something was lost or
/// late.</summary>
internal static class TimelinePlot
{
    public static Plot Draw(TimelineDocument timeline, ReportWords words, PlotTheme theme)
    {
        var plot = new Plot();
        var stretches = timeline.Stretches.Where(stretch => stretch.Spans is not null).ToList();
        var began = stretches.Count > 0 ? stretches[0].FromUnixMilliseconds : 0;
        for (var series = 0; series < SpanShares.All.Count; series++)
        {
            var (name, _, share) = SpanShares.All[series];
            var bars = stretches.Where(stretch => share(stretch.Spans!) > 0)
                .Select(stretch => Bar(stretch, series, began, theme.Colour(series))).ToArray();
            if (bars.Length > 0)
            {
                plot.Add.Bars(bars).LegendText = words.Activity(name);
            }
        }

        foreach (var happening in timeline.Events.Where(
            happening => HappeningKinds.IsBad(happening.Kind) || HappeningKinds.IsTrouble(happening.Kind)))
        {
            plot.Add.VerticalLine((happening.AtUnixMilliseconds - began) / 1000.0, width: 1, theme.Colour(1), LinePattern.Dashed);
        }

        plot.XLabel(words.SecondsOfRun);
        plot.YLabel(words.ShareOfTime);
        plot.Axes.SetLimitsY(0, 1);
        plot.ShowLegend(Edge.Right);
        return plot;
    }

    private static Bar Bar(TimelineStretch stretch, int series, long began, Color colour)
    {
        var below = SpanShares.All.Take(series).Sum(share => share.Share(stretch.Spans!));
        var (from, to) = ((stretch.FromUnixMilliseconds - began) / 1000.0, (stretch.ToUnixMilliseconds - began) / 1000.0);
        return new Bar
        {
            Position = (from + to) / 2,
            Size = to - from,
            ValueBase = below,
            Value = below + SpanShares.All[series].Share(stretch.Spans!),
            FillColor = colour,
            LineWidth = 0,
        };
    }
}
