using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core.Statistics;

namespace Secant.Cli.Reports;

/// <summary>The table of results, as texts.</summary>
internal static class ReportTable
{
    public static IReadOnlyList<string> Heads(ReportData data, ReportWords words) =>
        [words.Row, words.NumbersAndAccuracy, .. HasSettings(data) ? (string[])[words.Settings] : [], words.Interval, words.Seeds,
        words.Flat, words.Time];

    public static IEnumerable<IReadOnlyList<string>> Rows(ReportData data, ReportWords words)
    {
        var differences = Differences(data, words.SettingWords);
        return data.Sweep.Rows.Zip(differences, (row, difference) => (IReadOnlyList<string>)
        [
            row.Number.ToString(CultureInfo.InvariantCulture),
            $"{ResultRow.Numbers(row.Spec)} : {SweepTable.Accuracy(row)}",
            .. HasSettings(data) ? (string[])[difference] : [],
            SweepTable.Interval(row),
            SweepTable.Seeds(row),
            Flat(data, row, words),
            SweepTable.Took(row) is { } seconds ? words.Duration(seconds) : Figures.Unknown,
        ]);
    }

    /// <summary>The settings that all rows share, in one line.</summary>
    public static string Shared(ReportData data, ReportWords words) =>
        string.Join(", ", SpecDifferences.Shared([.. data.Sweep.Rows.Select(row => row.Spec)], words.SettingWords));

    private static bool HasSettings(ReportData data) => Differences(data, field => field.English).Any(text => text.Length > 0);

    private static IReadOnlyList<string> Differences(ReportData data, Func<SpecField, SettingText> words) =>
        SpecDifferences.Of([.. data.Sweep.Rows.Select(row => row.Spec)], words);

    private static string Flat(ReportData data, RowResult row, ReportWords words) =>
        row.Accuracy is null ? Figures.Unknown : data.PlateauOf(row) switch
        {
            { From: { } from } => from.ToString(CultureInfo.InvariantCulture),
            _ when Stops(row) is { } stops => words.StoppedAt(stops),
            { Kind: PlateauKind.Rising } => words.StillRising,
            _ => words.NoPlateau,
        };

    // Where runs that end when they are flat came to an end; null where any made all its passes.
    private static string? Stops(RowResult row)
    {
        var (first, last) = (row.Completed.Min(run => run.Iteration), row.Completed.Max(run => run.Iteration));
        return row.Completed.Any(run => run.Spec.StopWhenFlat is null || run.Iteration == run.Spec.Iterations) ? null
            : string.Create(CultureInfo.InvariantCulture, $"{first}{(last > first ? $"–{last}" : "")}");
    }
}
