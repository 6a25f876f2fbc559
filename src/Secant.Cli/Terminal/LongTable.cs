using Spectre.Console.Rendering;

namespace Secant.Cli.Terminal;

/// <summary>
/// A table of thousands of rows, each on one line: what <see cref="FittedTable"/> shows, without laying out every cell, which
/// takes a core most of a second for ten thousand rows.
/// </summary>
internal sealed class LongTable : IRenderable
{
    private readonly List<string> _lines;
    private readonly int _width;

    private LongTable(List<string> lines, int width)
    {
        _lines = lines;
        _width = width;
    }

    /// <param name="all">Columns, from the left; their colours are left out.</param>
    /// <param name="rows">What is in them.</param>
    /// <param name="width">The screen's, in columns.</param>
    /// <returns>Null where a row does not fit on a line.</returns>
    public static LongTable? Of<T>(IEnumerable<FittedColumn<T>> all, IEnumerable<T> rows, int width)
    {
        var columns = all.Where(column => column.Needs <= width).ToList();
        List<string[]> cells = [[.. columns.Select(column => column.Short ?? column.Heading)],
            .. rows.Select(row => columns.Select(column => column.Cell(row)).ToArray())];
        var widths = columns.Select((_, at) => cells.Max(row => row[at].Length)).ToList();

        // A blank before each column, and one after it.
        var whole = widths.Sum(wide => wide + 2) + 1;
        if (whole > width || cells.Exists(row => Array.Exists(row, cell => !cell.All(char.IsAscii))))
        {
            return null;
        }

        var lines = cells.ConvertAll(row => string.Concat(row.Select((cell, at) =>
            $" {(columns[at].IsNumber ? cell.PadLeft(widths[at]) : cell.PadRight(widths[at]))} ")) + " ");
        return new LongTable([new string(' ', whole), lines[0], new string('─', whole), .. lines.Skip(1), new string(' ', whole)],
            whole);
    }

    public Measurement Measure(RenderOptions options, int maxWidth) => new(_width, _width);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in _lines)
        {
            yield return new Segment(line);
            yield return Segment.LineBreak;
        }
    }
}
