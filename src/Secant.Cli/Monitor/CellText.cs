using System.Text;
using Secant.Core;
using Spectre.Console.Rendering;

namespace Secant.Cli.Monitor;

/// <summary>Text that has to fit into columns of a terminal. What others send may hold anything; a terminal gets letters
/// only.</summary>
internal static class CellText
{
    private const char CutMark = '~';

    /// <summary>Exactly so many columns: filled with blanks, or cut and marked as such.</summary>
    public static string Fit(string text, int width, bool isRight = false)
    {
        var clean = ShownText.Clean(text);
        var cells = Width(clean);
        if (cells > width)
        {
            clean = width > 0 ? Cut(clean, width - 1) + CutMark : "";
            cells = Width(clean);
        }

        var blanks = new string(' ', width - cells);
        return isRight ? blanks + clean : clean + blanks;
    }

    /// <summary>Lines of so many columns at most, broken between words.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width(line) + 1 + Width(word) > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length > 0 ? $"{line} {word}" : word;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    /// <summary>So many lines at most; the last is cut and marked as such where there would be more.</summary>
    public static List<string> WrapInto(string text, int width, int most)
    {
        var lines = Wrap(text, width).ToList();
        return lines.Count <= most ? lines : [.. lines.Take(most - 1), Fit(string.Join(' ', lines.Skip(most - 1)), width)];
    }

    /// <summary>Columns that a text takes.</summary>
    public static int Width(string text) => text.All(char.IsAscii) ? text.Length : new Segment(text).CellCount();

    private static string Cut(string text, int width)
    {
        var kept = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var cells = Width(rune.ToString());
            if (used + cells > width)
            {
                break;
            }

            kept.Append(rune);
            used += cells;
        }

        return kept.ToString();
    }
}
