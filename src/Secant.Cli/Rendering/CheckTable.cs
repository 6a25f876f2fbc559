using System.Globalization;
using Secant.Core.Networks.Checking;
using Spectre.Console;

namespace Secant.Cli.Rendering;

/// <summary>Comparisons of gradients, each where the two ways differ most.</summary>
internal static class CheckTable
{
    public static Table Of(IEnumerable<GradientComparison> comparisons)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("case", "compared", "worst at");
        foreach (var number in (ReadOnlySpan<string>)["first", "second", "differ by", "allowed"])
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        table.AddColumn("");
        foreach (var comparison in comparisons)
        {
            table.AddRow(
                new Text(comparison.Case),
                new Text($"{comparison.Count} {comparison.FirstWay}/{comparison.SecondWay}"),
                new Text(comparison.Parameter),
                new Text(Value(comparison.First)),
                new Text(Value(comparison.Second)),
                new Text(Size(comparison.Difference)),
                new Text(Size(comparison.Tolerance)),
                comparison.Passed ? new Text("ok", Color.Green) : new Text("OVER", Color.Red));
        }

        return table;
    }

    private static string Value(double number) => number.ToString("0.000000000e+00", CultureInfo.InvariantCulture);

    private static string Size(double number) => number.ToString("0.0e+00", CultureInfo.InvariantCulture);
}
