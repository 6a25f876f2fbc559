using System.Text;
using ScottPlot;

namespace Secant.Cli.Reporting;

/// <summary>A plot of a report, drawn when asked for.</summary>
/// <param name="Name">Its file's name, without ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Width">In pixels of the page.</param>
/// <param name="Height">In pixels of the page.</param>
/// <param name="Draw">Draws it with a theme's colours.</param>
internal sealed record ReportPlot(string Name, string Title, int Width, int Height, Func<PlotTheme, Plot> Draw)
{
    // Twice the page's pixels, for sharp text on paper and on dense screens.
    private const int Sharpness = 2;

    public byte[] Png(PlotTheme theme)
    {
        using var plot = Dressed(theme);
        plot.ScaleFactor = Sharpness;
        return plot.GetImageBytes(Width * Sharpness, Height * Sharpness, ImageFormat.Png);
    }

    public byte[] Svg(PlotTheme theme)
    {
        using var plot = Dressed(theme);
        return Encoding.UTF8.GetBytes(plot.GetSvgXml(Width, Height));
    }

    private Plot Dressed(PlotTheme theme)
    {
        var plot = Draw(theme);
        theme.Apply(plot);
        return plot;
    }
}
