using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using Secant.Cli.Terminal;
using Secant.Core.Statistics;

namespace Secant.Cli.Reports;

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

    /// <summary>Curves of the plot: beyond, a legend hides more than it tells.</summary>
    public const int MostCurves = 20;

    // The interval of two runs is twelve times as wide as they are apart: it would flatten all else.
    private const int LeastForBar = 3;

    // Values further apart than this stand on a logarithmic axis.
    private const double WideSpan = 10;

    /// <summary>All plots of a report; each bears the sweep's name and the data set, as it may be shown without the
    /// page.</summary>
    public static IReadOnlyList<ReportPlot> Of(ReportData data, ReportWords words)
    {
        var sets = string.Join(", ", data.Sweep.Rows.Select(row => row.Spec.Data).Distinct());
        var heading = data.Sweep.Name is { } name ? $"{name} · {sets}" : sets;
        return [.. Plots(data, words).Select(plot => plot with { Heading = heading })];
    }

    private static List<ReportPlot> Plots(ReportData data, ReportWords words)
    {
        var plots = new List<ReportPlot>();
        if (data.Known.Count > 0)
        {
            plots.Add(new ReportPlot("accuracy-by-row", words.AccuracyByRow, Wide, Low, theme => ByRow(data, words, theme)));
            plots.AddRange(data.Factors.Where(factor => factor.Values.Count > 1).Select(factor => new ReportPlot(
                $"accuracy-by-{factor.Number.ToString().ToLowerInvariant()}", words.Name(factor.Number), Narrow, Low,
                    theme => ByNumber(factor, words, theme))));
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
            $"timeline-{timeline.Experiment.Id}", $"{words.Timeline} {timeline.Experiment.Id}", Wide, Low,
                theme => TimelinePlot.Draw(timeline, words, theme))));
        return plots;
    }

    private static Plot ByRow(ReportData data, ReportWords words, PlotTheme theme)
    {
        var plot = new Plot();
        var rows = data.Known;
        for (var at = 0; at < rows.Count; at++)
        {
            Runs(plot, at, [.. rows[at].AccuracyBySeed.Values], theme);
        }

        plot.Axes.Bottom.SetTicks([.. rows.Select((_, at) => (double)at)],
            [.. rows.Select(row => row.Number.ToString(CultureInfo.InvariantCulture))]);
        plot.XLabel(words.Row);
        plot.YLabel(words.TestAccuracy);
        plot.Axes.SetLimitsX(-0.5, rows.Count - 0.5);
        return plot;
    }

    private static Plot ByNumber(Factor factor, ReportWords words, PlotTheme theme)
    {
        var plot = new Plot();
        var isWide = factor.Values[^1] > WideSpan * factor.Values[0];
        double Place(double value) => isWide ? Math.Log10(value) : value;
        foreach (var (value, accuracies) in factor.Specs)
        {
            Runs(plot, Place(value), accuracies, theme);
        }

        if (factor.Values.Count <= MostTicks || isWide)
        {
            var ticks = Apart(factor.Values, Place);
            plot.Axes.Bottom.SetTicks([.. ticks.Select(Place)], [.. ticks.Select(Figures.Exact)]);
        }

        plot.XLabel(words.Name(factor.Number));
        plot.YLabel(words.TestAccuracy);
        return plot;
    }

    // The values whose labels have room beside each other.
    private static List<double> Apart(IReadOnlyList<double> values, Func<double, double> place)
    {
        var gap = LeastGap * (place(values[^1]) - place(values[0]));
        return values.Aggregate(new List<double>(),
            (kept, value) => kept.Count > 0 && place(value) - place(kept[^1]) < gap ? kept : [.. kept, value]);
    }

    private static Plot Curves(ReportData data, ReportWords words, PlotTheme theme)
    {
        var plot = new Plot();
        foreach (var (row, series) in data.Known.Take(MostCurves).Select((row, series) => (row, series)))
        {
            var curve = ReportData.MeanCurve(row);
            var line = plot.Add.Scatter(curve.Select(point => (double)point.Iteration).ToArray(),
                curve.Select(point => point.TestAccuracy).ToArray(), theme.Colour(series));
            line.LineWidth = 1.6f;

            // The colours go round; the second time with a mark at each point, as a vector file has no dashes here.
            line.MarkerShape = MarkerShape.FilledSquare;
            line.MarkerSize = series < theme.Series.Count ? 0 : 5;
            line.LegendText = ReportData.Label(row);
            if (data.PlateauOf(row).From is { } flat)
            {
                plot.Add.Marker(flat, curve.First(point => point.Iteration == flat).TestAccuracy, MarkerShape.OpenCircle, 10,
                    theme.Colour(series));
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
        var groups = data.Costs.GroupBy(cost => cost.Setting).ToList();
        var differences = CostSetting.Apart([.. groups.Select(group => group.Key)], words);
        foreach (var ((group, difference), series) in groups.Zip(differences).Select((group, series) => (group, series)))
        {
            var setting = $"{words.Name(Number.Batch)} {group.Key.Batch}{(difference.Length > 0 ? $", {difference}" : "")}";
            Line(plot, group, cost => cost.Milliseconds, theme.Colour(series), MarkerShape.FilledCircle,
                $"{words.Measured}, {setting}");
            Line(plot, group, cost => cost.BookMilliseconds, theme.Colour(series), MarkerShape.OpenSquare,
                $"{words.Book}, {setting}");
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

    // Measured and estimated differ in the marker.
    private static void Line(Plot plot, IEnumerable<CostPoint> costs, Func<CostPoint, double?> value, Color colour,
        MarkerShape shape, string text)
    {
        var points = costs.Where(cost => value(cost) is not null).OrderBy(cost => cost.Hidden).ToList();
        if (points.Count == 0)
        {
            return;
        }

        var line = plot.Add.Scatter(points.Select(cost => (double)cost.Hidden).ToArray(),
            points.Select(cost => Math.Log10(value(cost)!.Value)).ToArray(), colour);
        line.LineWidth = 1.6f;
        line.MarkerSize = 8;
        line.MarkerShape = shape;
        line.LegendText = text;
    }

    // The runs of a spec as dots, their mean with its bar: runs of different specs are no repeats of each other.
    private static void Runs(Plot plot, double x, IReadOnlyList<double> accuracies, PlotTheme theme)
    {
        plot.Add.Markers(Enumerable.Repeat(x, accuracies.Count).ToArray(), accuracies.ToArray(), MarkerShape.FilledCircle, 5,
            theme.Colour(0).WithAlpha(0.45));
        Mean(plot, x, SampleSummary.Of(accuracies)!, theme.Colour(1));
    }

    private static void Mean(Plot plot, double x, SampleSummary summary, Color colour)
    {
        plot.Add.Marker(x, summary.Mean, MarkerShape.FilledDiamond, 9, colour);
        if (summary.Count >= LeastForBar && summary.HalfWidth95 is { } half)
        {
            // No accuracy is beyond 0 or 1.
            plot.Add.Plottable(new ScottPlot.Plottables.ErrorBar([x], [summary.Mean], null, null, [Math.Min(half, summary.Mean)],
                [Math.Min(half, 1 - summary.Mean)])
            {
                Color = colour,
                LineWidth = 1.6f,
            });
        }
    }
}
