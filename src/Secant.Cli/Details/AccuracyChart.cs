using System.Globalization;
using Secant.Cli.Terminal;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Spectre.Console;

namespace Secant.Cli.Details;

/// <summary>The learning curve as a bar a point, on a fixed scale from 0 to 1.</summary>
internal static class AccuracyChart
{
    /// <summary>More bars than this say no more, and push the result off the screen.</summary>
    private const int MostBars = 11;

    private const int Width = 60;

    /// <returns>Null where there is no curve to draw yet.</returns>
    public static BarChart? Of(IReadOnlyList<CurvePoint> curve)
    {
        if (curve.Count < 2)
        {
            return null;
        }

        // A value of the chart's own would be taken out of its bar, which were no longer in proportion.
        var chart = new BarChart { Width = Width, MaxValue = 1, Culture = CultureInfo.InvariantCulture, ShowValues = false };
        chart.Label("test accuracy by iteration").LeftAlignLabel();
        foreach (var point in CurveThinning.Evenly(curve, MostBars))
        {
            chart.AddItem(string.Create(CultureInfo.InvariantCulture,
                $"{point.Iteration}  {Figures.Accuracy(point.TestAccuracy)}"), point.TestAccuracy, Color.Teal);
        }

        return chart;
    }
}
