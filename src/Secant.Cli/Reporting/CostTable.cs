using System.Globalization;

namespace Secant.Cli.Reporting;

/// <summary>What a pass cost, as texts.</summary>
internal static class CostTable
{
    public static IReadOnlyList<string> Heads(ReportWords words) =>
        [words.Name(Number.Hidden), words.Name(Number.Batch), $"{words.Measured}, {words.MillisecondsAPass}", $"{words.Book}, {words.MillisecondsAPass}", words.Times];

    public static IEnumerable<IReadOnlyList<string>> Rows(ReportData data) => data.Costs.Select(cost => (IReadOnlyList<string>)
    [
        cost.Hidden.ToString(CultureInfo.InvariantCulture),
        cost.Batch.ToString(CultureInfo.InvariantCulture),
        cost.Milliseconds.ToString("0.00", CultureInfo.InvariantCulture),
        cost.BookMilliseconds.ToString("#,0", CultureInfo.InvariantCulture),
        cost.Factor.ToString("#,0", CultureInfo.InvariantCulture),
    ]);
}
