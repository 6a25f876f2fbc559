using System.Globalization;
using Secant.Cli.Terminal;

namespace Secant.Cli.Reports;

/// <summary>What a pass cost, as texts.</summary>
internal static class CostTable
{
    public static IReadOnlyList<string> Heads(ReportData data, ReportWords words) =>
    [
        words.Name(Number.Hidden),
        words.Name(Number.Batch),
        .. Differences(data, words).Any(text => text.Length > 0) ? (string[])[words.Settings] : [],
        $"{words.Measured}, {words.MillisecondsAPass}",
        $"{words.Book}, {words.MillisecondsAPass}",
        words.Times,
    ];

    public static IEnumerable<IReadOnlyList<string>> Rows(ReportData data, ReportWords words)
    {
        var differences = Differences(data, words);
        return data.Costs.Zip(differences, (cost, difference) => (IReadOnlyList<string>)
        [
            cost.Hidden.ToString(CultureInfo.InvariantCulture),
            cost.Setting.Batch.ToString(CultureInfo.InvariantCulture),
            .. differences.Any(text => text.Length > 0) ? (string[])[difference] : [],
            cost.Milliseconds.ToString("0.00", CultureInfo.InvariantCulture),
            Rounded(cost.BookMilliseconds),
            Rounded(cost.TimesLonger),
        ]);
    }

    private static IReadOnlyList<string> Differences(ReportData data, ReportWords words) =>
        CostSetting.Apart([.. data.Costs.Select(cost => cost.Setting)], words);

    // Two digits: an estimate has no more.
    private static string Rounded(double? estimate)
    {
        if (estimate is not { } number)
        {
            return Figures.Unknown;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(number)) - 1);
        return (Math.Round(number / unit) * unit).ToString("#,0.##", CultureInfo.InvariantCulture);
    }
}
