using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;

namespace Secant.Cli.Reporting;

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

    // A viewer that has the font uses it; the others have one with Hangul under some name.
    private const string FontFamilies = "'Nanum Gothic', NanumGothic, 'Malgun Gothic', 'Apple SD Gothic Neo', 'Noto Sans CJK KR', sans-serif";

    public byte[] Png(PlotTheme theme)
    {
        using var plot = Dressed(theme);
        plot.ScaleFactor = Sharpness;
        return plot.GetImageBytes(Width * Sharpness, Height * Sharpness, ImageFormat.Png);
    }

    public byte[] Svg(PlotTheme theme)
    {
        using var plot = Dressed(theme);
        var svg = Families().Replace(plot.GetSvgXml(Width, Height), $"font-family=\"{FontFamilies}\"");
        return Encoding.UTF8.GetBytes(Controls().Replace(svg, " "));
    }

    [GeneratedRegex("font-family=\"[^\"]*\"")]
    private static partial Regex Families();

    // The font draws control characters as it does a space, and the library takes the first that fits: no reader of XML would have it.
    [GeneratedRegex("[\u0000-\u0008\u000b\u000c\u000e-\u001f]")]
    private static partial Regex Controls();

    private Plot Dressed(PlotTheme theme)
    {
        var plot = Draw(theme);
        theme.Apply(plot);
        return plot;
    }
}
