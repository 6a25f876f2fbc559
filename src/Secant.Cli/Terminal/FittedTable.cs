using Secant.Core;
using Spectre.Console;

namespace Secant.Cli.Terminal;

/// <summary>A table of as many columns as fit a screen.</summary>
internal static class FittedTable
{
    /// <param name="all">Columns, from the left.</param>
    /// <param name="rows">What is in them.</param>
    /// <param name="width">The screen's, in columns.</param>
    /// <param name="border">What is drawn between.</param>
    /// <param name="isWide">Whether there is room for long headings and for blanks before columns.</param>
    public static Table Of<T>(IEnumerable<FittedColumn<T>> all, IEnumerable<T> rows, int width, TableBorder border, bool isWide)
    {
        var columns = all.Where(column => column.Needs <= width).ToList();
        var table = new Table().Border(border);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(isWide ? column.Heading : column.Short ?? column.Heading)
            {
                Padding = new Padding(isWide ? 1 : 0, 0, 1, 0),
                NoWrap = column.IsWhole || column.IsNumber,
                Alignment = column.IsNumber ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in rows)
        {
            table.AddRow(columns.Select(column => new Text(ShownText.Clean(column.Cell(row)),
                column.Colour is null ? Style.Plain : new Style(column.Colour(row)))));
        }

        return table;
    }
}

/// <summary>A column of a table that fits a screen.</summary>
internal sealed record FittedColumn<T>(string Heading, Func<T, string> Cell)
{
    /// <summary>The heading on a narrow screen; null for the same.</summary>
    public string? Short { get; init; }

    /// <summary>Never broken into two lines. A number is not either.</summary>
    public bool IsWhole { get; init; }

    public bool IsNumber { get; init; }

    /// <summary>Null for that of the text.</summary>
    public Func<T, Color>? Colour { get; init; }

    /// <summary>Shown from this width of the screen on.</summary>
    public int Needs { get; init; }
}
