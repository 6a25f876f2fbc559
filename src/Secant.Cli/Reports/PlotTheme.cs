using ScottPlot;

namespace Secant.Cli.Reports;

/// <summary>How plots look on a light or dark page: colours that stay apart for colour-blind readers, and a font with
/// Hangul.</summary>
internal sealed record PlotTheme(string Background, string Foreground, string Lines, IReadOnlyList<string> Series)
{
    private const float LeftSize = 64;

    /// <summary>The family name of the font that comes with the program.</summary>
    public const string FontName = "Secant Hangul";

    /// <summary>Where that font is.</summary>
    public static string FontFile => Path.Combine(AppContext.BaseDirectory, "fonts", "SecantHangul.ttf");

    private static readonly Lazy<bool> FontIsThere = new(() =>
    {
        Fonts.AddFontFile(FontName, FontFile);
        return true;
    });

    public static PlotTheme Light { get; } = new(
        "#ffffff", "#1f2328", "#d8dee4",
            ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7a3e9d", "#444444", "#a6761d", "#e7298a"]);

    public static PlotTheme Dark { get; } = new(
        "#15181d", "#e6edf3", "#333b45",
            ["#56b4e9", "#ff9e4a", "#2fd6a3", "#f0a3cf", "#f0e442", "#8ab4ff", "#c39bff", "#c8c8c8", "#e0b56a", "#ff77b7"]);

    /// <summary>The colour of a series, going round.</summary>
    public Color Colour(int series) => Color.FromHex(Series[series % Series.Count]);

    /// <summary>Dresses a plot that is complete.</summary>
    public void Apply(Plot plot)
    {
        _ = FontIsThere.Value;
        plot.Font.Set(FontName);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;

        // The library reserves too little for the ticks of this font, and puts the label over them.
        plot.Axes.Left.MinimumSize = LeftSize;
        plot.FigureBackground.Color = Color.FromHex(Background);
        plot.DataBackground.Color = Color.FromHex(Background);
        plot.Axes.Color(Color.FromHex(Foreground));
        plot.Grid.MajorLineColor = Color.FromHex(Lines);
        plot.Legend.BackgroundColor = Color.FromHex(Background);
        plot.Legend.FontColor = Color.FromHex(Foreground);
        plot.Legend.OutlineColor = Color.FromHex(Lines);
        plot.Legend.ShadowColor = Colors.Transparent;
    }
}
