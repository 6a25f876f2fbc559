using System.Globalization;
using Secant.Cli.Terminal;
using Secant.Core.Checking;
using Spectre.Console;

namespace Secant.Cli.Queries;

/// <summary>A gradient check: for each case and each other way, where it differs most from the incremental kernel.</summary>
internal static class CheckTable
{
    public static Table Of(GradientCheckReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("case", "against", "worst at");
        foreach (var number in (ReadOnlySpan<string>)["its value", "incremental", "differ by", "allowed"])
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        table.AddColumn("");
        foreach (var row in report.Rows)
        {
            Add(table, row.Case, $"{row.Compared} naive", row.Naive);
            Add(table, "", $"{row.ComparedExact} backprop", row.Exact);
        }

        return table;
    }

    private static void Add(Table table, string name, string against, GradientDifference? worst)
    {
        if (worst is null)
        {
            table.AddRow(name, against, Figures.Unknown);
            return;
        }

        table.AddRow(
            new Text(name),
            new Text(against),
            new Text(worst.Parameter),
            new Text(Value(worst.Expected)),
            new Text(Value(worst.Incremental)),
            new Text(Size(worst.Difference)),
            new Text(Size(worst.Tolerance)),
            worst.Passed ? new Text("ok", Color.Green) : new Text("OVER", Color.Red));
    }

    private static string Value(double number) => number.ToString("0.000000000e0", CultureInfo.InvariantCulture);

    private static string Size(double number) => number.ToString("0.0e0", CultureInfo.InvariantCulture);
}
