using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Secant.Core;
using SkiaSharp;

namespace Secant.Cli.Reports;

/// <summary>
/// The text of a vector picture as outlines of its letters: whoever looks at it may have no font with Hangul, and to bring the
/// whole font in every file would make each 2 MB larger.
/// </summary>
internal static class SvgText
{
    private static readonly Lazy<SKTypeface> Typeface = new(() => SKTypeface.FromFile(PlotTheme.FontFile));

    /// <param name="svg">As Skia writes it: a place for each letter of each text.</param>
    /// <param name="title">What is said of the picture to those who cannot see it.</param>
    public static string ToPaths(string svg, string title)
    {
        var document = XDocument.Parse(svg, LoadOptions.PreserveWhitespace);
        var space = document.Root!.Name.Namespace;
        foreach (var text in document.Descendants(space + "text").ToList())
        {
            text.ReplaceWith(new XElement(
                space + "path",
                text.Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "fill-opacity" or "transform"),
                new XAttribute("d", Outlines(text))));
        }

        document.Root.AddFirst(new XElement(space + "title", ShownText.Clean(title)));
        return document.Declaration + "\n" + document.ToString(SaveOptions.DisableFormatting);
    }

    private static string Outlines(XElement text)
    {
        using var font = new SKFont(Typeface.Value, Numbers(text, "font-size")[0]);
        var (xs, ys) = (Numbers(text, "x"), Numbers(text, "y"));
        var outlines = new StringBuilder();
        foreach (var (letter, at) in text.Value.Trim().EnumerateRunes().Select((letter, at) => (letter, at)).Take(xs.Count))
        {
            using var path = font.GetGlyphPath(Typeface.Value.GetGlyph(letter.Value));
            if (path is { IsEmpty: false })
            {
                path.Transform(SKMatrix.CreateTranslation(xs[at], ys[Math.Min(at, ys.Count - 1)]));
                outlines.Append(path.ToSvgPathData());
            }
        }

        return outlines.ToString();
    }

    private static List<float> Numbers(XElement element, string attribute) =>
        [.. ((string?)element.Attribute(attribute) ?? "0").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
        .Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
}
