using System.Globalization;
using Secant.Actors.Monitoring;
using Spectre.Console;

namespace Secant.Cli.Rendering;

/// <summary>Experiments as a table, one a row, that fits a terminal of 80 columns; a narrower one gets fewer columns.</summary>
internal static class ExperimentTable
{
    // What has words breaks between them before a number is broken.
    private static readonly Column[] Columns =
    [
        new("id", document => document.Id) { IsWhole = true },
        new("state", State),
        new("numbers", document => ResultRow.Numbers(document.Spec)),
        new("seed", document => document.Spec.Seed.ToString(CultureInfo.InvariantCulture)) { IsWhole = true, IsNumber = true, Needs = 48 },
        new("accuracy", document => Figures.Accuracy(document.TestAccuracy ?? (document.Curve is [.., var last] ? last.TestAccuracy : null))) { IsWhole = true, IsNumber = true },
        new("when", document => Figures.Moment(document.SubmittedAtUnixMilliseconds, TimeZoneInfo.Local)) { Needs = 60 },
    ];

    /// <param name="documents">The rows.</param>
    /// <param name="width">The terminal's, in columns.</param>
    public static Table Of(IEnumerable<ExperimentDocument> documents, int width)
    {
        var columns = Columns.Where(column => column.Needs <= width).ToList();
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. columns.Select(column => column.Drawn())]);
        foreach (var document in documents)
        {
            table.AddRow(columns.Select(column => new Text(column.Cell(document))));
        }

        return table;
    }

    // How far it came, where that is not all of it; a share, as iterations may be of nine digits.
    private static string State(ExperimentDocument document) => document.Iteration == 0 || document.Iteration >= document.Spec.Iterations
        ? document.State
        : string.Create(CultureInfo.InvariantCulture, $"{document.State} at {100L * document.Iteration / document.Spec.Iterations} %");

    private sealed record Column(string Heading, Func<ExperimentDocument, string> Cell)
    {
        /// <summary>Never broken into two lines.</summary>
        public bool IsWhole { get; init; }

        public bool IsNumber { get; init; }

        /// <summary>Shown from this width of the terminal on.</summary>
        public int Needs { get; init; }

        public TableColumn Drawn() => new(Heading)
        {
            Padding = new Padding(0, 0, 1, 0),
            NoWrap = IsWhole,
            Alignment = IsNumber ? Justify.Right : Justify.Left,
        };
    }
}
