using Secant.Actors.Journal;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;
using Secant.Cli.Sweeps;
using Secant.Core.Experiments;
using Secant.Core.Statistics;

namespace Secant.Cli.Reporting;

/// <summary>Everything that a report says, before it is put into words of any language or format.</summary>
/// <param name="Sweep">The rows.</param>
/// <param name="Factors">The four numbers and what each explains.</param>
/// <param name="Costs">What a pass cost, by hidden size.</param>
internal sealed record ReportData(SweepResult Sweep, IReadOnlyList<Factor> Factors, IReadOnlyList<CostPoint> Costs)
{
    /// <summary>How the longest runs went, where the store is here.</summary>
    public IReadOnlyList<TimelineDocument> Timelines { get; init; } = [];

    /// <summary>Gains of less than this are noise of the evaluation, when it is asked where a curve flattened.</summary>
    public const double PlateauTolerance = 0.005;

    /// <param name="result">The rows.</param>
    /// <param name="facts">The data sets that are known here, by checksum.</param>
    /// <param name="book">The book's way on this machine.</param>
    public static ReportData Of(SweepResult result, IReadOnlyDictionary<string, DataFacts> facts, BookEstimate book) => new(
        result,
        [
            Factor.Of(Number.Iterations, result, spec => spec.Iterations),
            Factor.Of(Number.Batch, result, spec => spec.BatchSize),
            Factor.Of(Number.Rate, result, spec => spec.LearningRate),
            Factor.Of(Number.Hidden, result, spec => spec.HiddenSize),
        ],
        CostPoint.Of(result, facts, book))
    {
        Facts = facts,
    };

    /// <summary>The data sets that are known here, by checksum.</summary>
    public required IReadOnlyDictionary<string, DataFacts> Facts { get; init; }

    /// <summary>Rows that have results.</summary>
    public IReadOnlyList<RowResult> Known => [.. Sweep.Rows.Where(row => row.Accuracy is not null)];

    /// <summary>The mean curve of a row over its completed runs; the points that all of them have.</summary>
    public static IReadOnlyList<CurvePoint> MeanCurve(RowResult row) =>
        [.. row.Completed
            .SelectMany(run => run.Curve)
            .GroupBy(point => point.Iteration)
            .Where(points => points.Count() == row.Completed.Count)
            .OrderBy(points => points.Key)
            .Select(points => new CurvePoint(points.Key, null, points.Average(point => point.TestAccuracy)))];

    /// <summary>Where a row's mean curve flattened; null where it was still rising.</summary>
    public static int? PlateauOf(RowResult row) => Plateau.Find(MeanCurve(row), PlateauTolerance);

    /// <summary>A row as the plots name it.</summary>
    public static string Label(RowResult row) => $"{row.Number}: {ResultRow.Numbers(row.Spec)}";
}

/// <summary>The four numbers.</summary>
internal enum Number
{
    Iterations,
    Batch,
    Rate,
    Hidden,
}

/// <summary>One of the four numbers against the accuracy.</summary>
/// <param name="Number">Which.</param>
/// <param name="Specs">Its value and the accuracies of the runs, for each spec that has completed ones.</param>
/// <param name="Share">What it explains; null where that cannot be said.</param>
internal sealed record Factor(Number Number, IReadOnlyList<(double Value, IReadOnlyList<double> Accuracies)> Specs, VariationShare? Share)
{
    public static Factor Of(Number number, SweepResult result, Func<SpecRecord, double> value)
    {
        var specs = result.Specs.Where(spec => spec.Accuracy is not null)
            .Select(spec => (Value: value(spec.Spec), Accuracies: (IReadOnlyList<double>)[.. spec.AccuracyBySeed.Values])).ToList();
        return new Factor(number, specs, VariationShare.Of(specs));
    }

    /// <summary>Its different values, ascending.</summary>
    public IReadOnlyList<double> Values => [.. Specs.Select(spec => spec.Value).Distinct().Order()];

    /// <summary>Completed runs.</summary>
    public int Runs => Specs.Sum(spec => spec.Accuracies.Count);
}
