using System.Globalization;
using Secant.Cli.Rendering;
using Secant.Cli.Sweeps;

namespace Secant.Cli.Reporting;

/// <summary>The table of results, as texts.</summary>
internal static class ReportTable
{
    public static IReadOnlyList<string> Heads(ReportData data, ReportWords words) =>
        [words.Row, words.NumbersAndAccuracy, .. HasSettings(data) ? (string[])[words.Settings] : [], words.Interval, words.Seeds, words.Flat, words.Time];

    public static IEnumerable<IReadOnlyList<string>> Rows(ReportData data, ReportWords words)
    {
        var differences = SpecDifferences.Of([.. data.Sweep.Rows.Select(row => row.Spec)]);
        return data.Sweep.Rows.Zip(differences, (row, difference) => (IReadOnlyList<string>)
        [
            row.Number.ToString(CultureInfo.InvariantCulture),
            $"{ResultRow.Numbers(row.Spec)} : {SweepTable.Accuracy(row)}",
            .. HasSettings(data) ? (string[])[difference] : [],
            SweepTable.Interval(row),
            SweepTable.Seeds(row),
            Flat(row, words),
            SweepTable.Took(row),
        ]);
    }

    /// <summary>The settings that all rows share, in one line.</summary>
    public static string Shared(ReportData data) => string.Join(
        ", ", SpecDifferences.Shared([.. data.Sweep.Rows.Select(row => row.Spec)]).Select(setting => $"{setting.Name} {setting.Value}"));

    private static bool HasSettings(ReportData data) => SpecDifferences.Of([.. data.Sweep.Rows.Select(row => row.Spec)]).Any(text => text.Length > 0);

    private static string Flat(RowResult row, ReportWords words) =>
        row.Accuracy is null ? Figures.Unknown
        : ReportData.PlateauOf(row)?.ToString(CultureInfo.InvariantCulture) ?? (Stops(row) is { } stops ? words.StoppedAt(stops) : words.StillRising);

    // Where runs that end when they are flat came to an end; null where any made all its passes.
    private static string? Stops(RowResult row)
    {
        var (first, last) = (row.Completed.Min(run => run.Iteration), row.Completed.Max(run => run.Iteration));
        return row.Completed.Any(run => run.Spec.StopWhenFlat is null || run.Iteration == run.Spec.Iterations) ? null
            : string.Create(CultureInfo.InvariantCulture, $"{first}{(last > first ? $"–{last}" : "")}");
    }
}
