using System.Globalization;
using Secant.Actors.Monitoring;
using Spectre.Console;

namespace Secant.Cli.Rendering;

/// <summary>Experiments as a table, one a row.</summary>
internal static class ExperimentTable
{
    public static Table Of(IEnumerable<ExperimentDocument> documents)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "state");
        foreach (var number in (ReadOnlySpan<string>)["iterations", "batch", "rate", "hidden", "seed", "accuracy", "iteration"])
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn("when").NoWrap());
        foreach (var document in documents)
        {
            table.AddRow(Row(document).Select(cell => new Text(cell)));
        }

        return table;
    }

    private static string[] Row(ExperimentDocument document) =>
    [
        document.Id,
        document.State,
        Whole(document.Spec.Iterations),
        Whole(document.Spec.BatchSize),
        Figures.Exact(document.Spec.LearningRate),
        Whole(document.Spec.HiddenSize),
        document.Spec.Seed.ToString(CultureInfo.InvariantCulture),
        Figures.Accuracy(document.TestAccuracy ?? (document.Curve is [.., var last] ? last.TestAccuracy : null)),
        Whole(document.Iteration),
        Figures.Moment(document.SubmittedAtUnixMilliseconds),
    ];

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
