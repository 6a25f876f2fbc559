using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;

namespace Secant.Cli.Reports;

/// <summary>A plot of a report, drawn when asked for.</summary>
/// <param name="Name">Its file's name, without ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Width">In pixels of the page.</param>
/// <param name="Height">In pixels of the page.</param>
/// <param name="Draw">Draws it with a theme's colours.</param>
internal sealed partial record ReportPlot(string Name, string Title, int Width, int Height, Func<PlotTheme, Plot> Draw)
{
    // Twice the page's pixels, for sharp text on paper and on dense screens.
    private const int Sharpness = 2;

    private const int NarrowerThan = 600;
    private const int LongestHeading = 60;

    /// <summary>What stands above it, such as the name of the sweep and the data set.</summary>
    public string Heading { get; init; } = "";

    /// <summary>Whether two of it stand side by side on a page.</summary>
    public bool IsNarrow => Width < NarrowerThan;

    public byte[] Png(PlotTheme theme)
    {
        using var plot = Dressed(theme);
        plot.ScaleFactor = Sharpness;
        return plot.GetImageBytes(Width * Sharpness, Height * Sharpness, ImageFormat.Png);
    }

    public byte[] Svg(PlotTheme theme)
    {
        using var plot = Dressed(theme);
        return Encoding.UTF8.GetBytes(SvgText.ToPaths(Controls().Replace(plot.GetSvgXml(Width, Height), " "),
            Heading.Length > 0 ? $"{Heading}: {Title}" : Title));
    }

    // The font draws control characters as it does a space, and the library takes the first that fits: no reader of XML would
    // have it.
    [GeneratedRegex("[\u0000-\u0008\u000b\u000c\u000e-\u001f]")]
    private static partial Regex Controls();

    private Plot Dressed(PlotTheme theme)
    {
        var plot = Draw(theme);
        if (Heading.Length > 0)
        {
            var most = IsNarrow ? LongestHeading / 2 : LongestHeading;
            plot.Title(Heading.Length > most ? $"{Heading[..(most - 1)]}…" : Heading, 16);
        }

        theme.Apply(plot);
        return plot;
    }
}
