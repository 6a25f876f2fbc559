using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using Secant.Core.Statistics;

namespace Secant.Cli.Reporting;

/// <summary>The plots of a report.</summary>
internal static class ReportPlots
{
    private const int Wide = 960;
    private const int Narrow = 470;
    private const int Low = 330;
    private const int High = 460;

    private const int MostTicks = 12;

    // Labels closer than this share of the axis would run into each other.
    private const double LeastGap = 0.06;

    // Beyond this many rows a legend hides more than it tells.
    private const int MostCurves = 20;

    public static IReadOnlyList<ReportPlot> Of(ReportData data, ReportWords words)
    {
        var plots = new List<ReportPlot>();
        if (data.Known.Count > 0)
        {
            plots.Add(new ReportPlot("accuracy-by-row", words.AccuracyByRow, Wide, Low, theme => ByRow(data, words, theme)));
            plots.AddRange(data.Factors.Where(factor => factor.Values > 1).Select(factor => new ReportPlot(
                $"accuracy-by-{factor.Number.ToString().ToLowerInvariant()}", words.Name(factor.Number), Narrow, Low, theme => ByNumber(factor, words, theme))));
        }

        if (data.Known.Any(row => ReportData.MeanCurve(row).Count > 1))
        {
            plots.Add(new ReportPlot("learning-curves", words.Curves, Wide, High, theme => Curves(data, words, theme)));
        }

        if (data.Costs.Count > 0)
        {
            plots.Add(new ReportPlot("cost-by-hidden", words.Cost, Wide, Low, theme => Cost(data, words, theme)));
        }

        plots.AddRange(data.Timelines.Select(timeline => new ReportPlot(
            $"timeline-{timeline.Experiment.Id}", $"{words.Timeline} {timeline.Experiment.Id}", Wide, Low, theme => TimelinePlot.Draw(timeline, words, theme))));
        return plots;
    }

    private static Plot ByRow(ReportData data, ReportWords words, PlotTheme theme)
    {
        var plot = new Plot();
        var rows = data.Known;
        for (var at = 0; at < rows.Count; at++)
        {
            var values = rows[at].AccuracyBySeed.Values.ToArray();
            plot.Add.Markers(Enumerable.Repeat((double)at, values.Length).ToArray(), values, MarkerShape.FilledCircle, 5, theme.Colour(0).WithAlpha(0.45));
            Mean(plot, at, SampleSummary.Of(values)!, theme.Colour(1));
        }

        plot.Axes.Bottom.SetTicks([.. rows.Select((_, at) => (double)at)], [.. rows.Select(row => row.Number.ToString(CultureInfo.InvariantCulture))]);
        plot.XLabel(words.Row);
        plot.YLabel(words.TestAccuracy);
        plot.Axes.SetLimitsX(-0.5, rows.Count - 0.5);
        return plot;
    }

    private static Plot ByNumber(Factor factor, ReportWords words, PlotTheme theme)
    {
        var plot = new Plot();
        plot.Add.Markers(
            factor.Runs.Select(run => run.Value).ToArray(), factor.Runs.Select(run => run.Accuracy).ToArray(), MarkerShape.FilledCircle, 5, theme.Colour(0).WithAlpha(0.45));
        foreach (var value in factor.Runs.GroupBy(run => run.Value))
        {
            Mean(plot, value.Key, SampleSummary.Of([.. value.Select(run => run.Accuracy)])!, theme.Colour(1));
        }

        var values = factor.Runs.Select(run => run.Value).Distinct().Order().ToArray();
        if (values.Length <= MostTicks)
        {
            plot.Axes.Bottom.SetTicks(Apart(values), [.. Apart(values).Select(value => value.ToString(CultureInfo.InvariantCulture))]);
        }

        plot.XLabel(words.Name(factor.Number));
        plot.YLabel(words.TestAccuracy);
        return plot;
    }

    // The values whose labels have room beside each other.
    private static double[] Apart(double[] values)
    {
        var gap = LeastGap * (values[^1] - values[0]);
        return values.Aggregate(new List<double>(), (kept, value) => kept.Count > 0 && value - kept[^1] < gap ? kept : [.. kept, value]).ToArray();
    }

    private static Plot Curves(ReportData data, ReportWords words, PlotTheme theme)
    {
        var plot = new Plot();
        foreach (var (row, series) in data.Known.Take(MostCurves).Select((row, series) => (row, series)))
        {
            var curve = ReportData.MeanCurve(row);
            var line = plot.Add.Scatter(curve.Select(point => (double)point.Iteration).ToArray(), curve.Select(point => point.TestAccuracy).ToArray(), theme.Colour(series));
            line.LineWidth = 1.6f;
            line.MarkerSize = 0;
            line.LegendText = ReportData.Label(row);
            if (ReportData.PlateauOf(row) is { } flat)
            {
                plot.Add.Marker(flat, curve.First(point => point.Iteration == flat).TestAccuracy, MarkerShape.OpenCircle, 10, theme.Colour(series));
            }
        }

        plot.XLabel(words.Name(Number.Iterations));
        plot.YLabel(words.TestAccuracy);
        plot.ShowLegend(Edge.Right);
        return plot;
    }

    private static Plot Cost(ReportData data, ReportWords words, PlotTheme theme)
    {
        var plot = new Plot();
        foreach (var (batch, series) in data.Costs.GroupBy(cost => cost.Batch).OrderBy(group => group.Key).Select((group, series) => (group, series)))
        {
            Line(plot, batch, cost => cost.Milliseconds, theme.Colour(series), MarkerShape.FilledCircle, $"{words.Measured}, {words.Name(Number.Batch)} {batch.Key}");
            Line(plot, batch, cost => cost.BookMilliseconds, theme.Colour(series), MarkerShape.OpenSquare, $"{words.Book}, {words.Name(Number.Batch)} {batch.Key}");
        }

        plot.Axes.Left.TickGenerator = new NumericAutomatic
        {
            IntegerTicksOnly = true,
            MinorTickGenerator = new LogMinorTickGenerator(),
            LabelFormatter = power => Math.Pow(10, power).ToString("0.####", CultureInfo.InvariantCulture),
        };
        plot.XLabel(words.Name(Number.Hidden));
        plot.YLabel(words.MillisecondsAPass);
        plot.ShowLegend(Edge.Right);
        return plot;
    }

    // Measured and estimated differ in the marker: a vector file has no dashes here.
    private static void Line(Plot plot, IEnumerable<CostPoint> costs, Func<CostPoint, double> value, Color colour, MarkerShape shape, string text)
    {
        var points = costs.OrderBy(cost => cost.Hidden).ToList();
        var line = plot.Add.Scatter(points.Select(cost => (double)cost.Hidden).ToArray(), points.Select(cost => Math.Log10(value(cost))).ToArray(), colour);
        line.LineWidth = 1.6f;
        line.MarkerSize = 8;
        line.MarkerShape = shape;
        line.LegendText = text;
    }

    private static void Mean(Plot plot, double x, SampleSummary summary, Color colour)
    {
        plot.Add.Marker(x, summary.Mean, MarkerShape.FilledDiamond, 9, colour);
        if (summary.HalfWidth95 is { } half)
        {
            var bar = plot.Add.ErrorBar([x], [summary.Mean], [half]);
            bar.Color = colour;
            bar.LineWidth = 1.6f;
        }
    }
}
