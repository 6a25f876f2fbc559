namespace Secant.Cli.Monitor;

/// <summary>A column of a list.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Width">Columns of the terminal; 0 for what the others leave.</param>
/// <param name="Cell">What stands in it.</param>
/// <param name="IsRight">Numbers stand on the right.</param>
internal sealed record Column<T>(string Title, int Width, Func<T, Piece> Cell, bool IsRight = true);

/// <summary>Draws lists.</summary>
internal static class ScreenList
{
    // A column of what the others leave that is narrower tells nothing.
    private const int LeastRest = 5;

    /// <param name="picture">Where to.</param>
    /// <param name="look">How things are drawn.</param>
    /// <param name="all">From the left; those on the right that there is no room for are left out.</param>
    /// <param name="rows">All that there are.</param>
    /// <param name="chosen">The row to show in any case, and to mark; -1 for none.</param>
    /// <param name="height">Lines for rows.</param>
    /// <param name="hasKeys">Whether keys go to this list.</param>
    public static void Draw<T>(
        ScreenPicture picture, MonitorLook look, IReadOnlyList<Column<T>> all, IReadOnlyList<T> rows, int chosen, int height,
        bool hasKeys)
    {
        var columns = Fitting(all, picture.Width - 1);
        var rest = Math.Max(0, picture.Width - 1 - columns.Sum(column => column.Width) - (columns.Count - 1));
        var first = Math.Clamp(chosen - (height / 2), 0, Math.Max(0, rows.Count - height));
        var titles = " " + string.Join(' ',
            columns.Select(column => CellText.Fit(column.Title, WidthOf(column), column.IsRight)));
        var heading = Overlaid(titles, picture.Width,
            height > 0 && rows.Count > height ? $" {first + 1}-{first + height} of {rows.Count} " : "");
        picture.Add(isInverse: true, new Piece(heading, hasKeys ? Tone.Strong : Tone.Plain));
        foreach (var (at, row) in rows.Index().Skip(first).Take(height))
        {
            var isChosen = hasKeys && at == chosen;
            var cells = columns.SelectMany((column, index) => (Piece[])[index == 0 ? "" : " ", Fitted(column, row)]);
            picture.Add(isChosen, [isChosen ? look.Glyphs.Mark.ToString() : " ", .. cells]);
        }

        int WidthOf(Column<T> column) => column.Width == 0 ? rest : column.Width;

        Piece Fitted(Column<T> column, T row) => column.Cell(row) is var cell
            ? cell with { Text = CellText.Fit(cell.Text, WidthOf(column), column.IsRight) } : default;
    }

    private static List<Column<T>> Fitting<T>(IReadOnlyList<Column<T>> all, int width)
    {
        var fixedOnes = all.Where(column => column.Width > 0).ToList();
        var kept = fixedOnes.Where((_, index) => fixedOnes.Take(index + 1).Sum(column => column.Width + 1) - 1 <= width).ToList();
        var left = width - kept.Sum(column => column.Width + 1);
        return [.. all.Where(column => column.Width == 0 ? left >= LeastRest : kept.Contains(column))];
    }

    // What does not fit on the screen is told at the right end of the heading.
    private static string Overlaid(string titles, int width, string range) =>
        titles.PadRight(width)[..Math.Max(0, width - range.Length)] + range;
}
