using System.Globalization;
using Secant.Actors.Monitoring;
using Spectre.Console;

namespace Secant.Cli.Rendering;

/// <summary>Experiments as a table, one a row, that fits a terminal of 80 columns.</summary>
internal static class ExperimentTable
{
    public static Table Of(IEnumerable<ExperimentDocument> documents)
    {
        var table = new Table().Border(TableBorder.Simple);
        // What has words breaks between them before a number is broken.
        table.AddColumn(Narrow("id").NoWrap()).AddColumn(Narrow("state")).AddColumn(Narrow("numbers"));
        table.AddColumn(Narrow("seed").RightAligned().NoWrap()).AddColumn(Narrow("accuracy").RightAligned().NoWrap());
        table.AddColumn(Narrow("when"));
        foreach (var document in documents)
        {
            table.AddRow(Row(document).Select(cell => new Text(cell)));
        }

        return table;
    }

    private static string[] Row(ExperimentDocument document) =>
    [
        document.Id,
        State(document),
        ResultRow.Numbers(document.Spec),
        document.Spec.Seed.ToString(CultureInfo.InvariantCulture),
        Figures.Accuracy(document.TestAccuracy ?? (document.Curve is [.., var last] ? last.TestAccuracy : null)),
        Figures.Moment(document.SubmittedAtUnixMilliseconds),
    ];

    // How far it came, where that is not all of it; a share, as iterations may be of nine digits.
    private static string State(ExperimentDocument document) => document.Iteration == 0 || document.Iteration >= document.Spec.Iterations
        ? document.State
        : string.Create(CultureInfo.InvariantCulture, $"{document.State} at {100L * document.Iteration / document.Spec.Iterations} %");

    private static TableColumn Narrow(string heading) => new(heading) { Padding = new Padding(0, 0, 1, 0) };
}
