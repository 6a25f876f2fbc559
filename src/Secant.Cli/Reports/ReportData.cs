using Secant.Cli.Details;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core.Experiments;
using Secant.Core.Statistics;
using Secant.Lab.History;

namespace Secant.Cli.Reports;

/// <summary>Everything that a report says, before it is put into words of any language or format.</summary>
/// <param name="Sweep">The rows.</param>
/// <param name="Facts">The data sets that are known here, by checksum.</param>
/// <param name="Costs">What a pass cost, by hidden size.</param>
/// <param name="Written">When it is written, in the zone of its reader.</param>
internal sealed record ReportData(SweepResult Sweep, IReadOnlyDictionary<string, DataFacts> Facts, IReadOnlyList<CostPoint> Costs,
    DateTimeOffset Written)
{
    /// <summary>How the longest runs went, where the store is here.</summary>
    public IReadOnlyList<TimelineDocument> Timelines { get; init; } = [];

    /// <summary>Of its reader.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The four numbers and what each explains.</summary>
    public IReadOnlyList<Factor> Factors { get; } = [.. Enum.GetValues<Number>().Select(number => Factor.Of(number, Sweep))];

    /// <summary>Rows that have results.</summary>
    public IReadOnlyList<RowResult> Known => [.. Sweep.Rows.Where(row => row.Accuracy is not null)];

    /// <summary>What each number did where it was varied alone.</summary>
    public IReadOnlyList<EffectSeries> Alone(Func<SpecField, SettingText> words)
    {
        var specs = Sweep.Specs.Where(spec => spec.Accuracy is not null).ToList();
        return EffectSeries.Of(specs, SpecDifferences.Of([.. specs.Select(spec => spec.Spec)], words));
    }

    /// <summary>True where every row has one seed, so that nothing is known of its spread.</summary>
    public bool HasOneSeed => Known.Count > 0 && Known.All(row => row.AccuracyBySeed.Count == 1);

    /// <param name="result">The rows.</param>
    /// <param name="facts">The data sets that are known here, by checksum.</param>
    /// <param name="book">The book's way on this machine.</param>
    /// <param name="written">When.</param>
    public static ReportData Of(SweepResult result, IReadOnlyDictionary<string, DataFacts> facts, BookEstimate book,
        DateTimeOffset written) =>
        new(result, facts, CostPoint.Of(result, facts, book), written);

    /// <summary>The mean curve of a row over its completed runs; the points that all of them have.</summary>
    public static IReadOnlyList<CurvePoint> MeanCurve(RowResult row) =>
        [.. row.Completed
            .SelectMany(run => run.Curve)
            .GroupBy(point => point.Iteration)
            .Where(points => points.Count() == row.Completed.Count)
            .OrderBy(points => points.Key)
            .Select(points => new CurvePoint(points.Key, null, points.Average(point => point.TestAccuracy)))];

    /// <summary>Where a row's mean curve flattened.</summary>
    public Plateau PlateauOf(RowResult row) =>
        Plateau.Of(MeanCurve(row), Facts.TryGetValue(row.Spec.DataSha256, out var facts) ? facts.TestImages : null);

    /// <summary>A row as the plots name it.</summary>
    public static string Label(RowResult row) => $"{row.Number}: {ResultRow.Numbers(row.Spec)}";
}
