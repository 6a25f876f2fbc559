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
        Rounded(cost.BookMilliseconds),
        Rounded(cost.TimesLonger),
    ]);

    // Two digits: an estimate has no more.
    private static string Rounded(double number)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(number)) - 1);
        return (Math.Round(number / unit) * unit).ToString("#,0.##", CultureInfo.InvariantCulture);
    }
}
