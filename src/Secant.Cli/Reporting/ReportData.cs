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
    /// <param name="bookSeconds">Seconds of a pass the book's way, by batch and hidden size.</param>
    public static ReportData Of(SweepResult result, Func<int, int, double> bookSeconds) => new(
        result,
        [
            Factor.Of(Number.Iterations, result, spec => spec.Iterations),
            Factor.Of(Number.Batch, result, spec => spec.BatchSize),
            Factor.Of(Number.Rate, result, spec => spec.LearningRate),
            Factor.Of(Number.Hidden, result, spec => spec.HiddenSize),
        ],
        CostPoint.Of(result, bookSeconds));

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
/// <param name="Runs">Its value and the accuracy of each completed run.</param>
/// <param name="Share">What it explains; null where that cannot be said.</param>
/// <param name="Values">Its different values.</param>
internal sealed record Factor(Number Number, IReadOnlyList<(double Value, double Accuracy)> Runs, VariationShare? Share, int Values)
{
    public static Factor Of(Number number, SweepResult result, Func<SpecRecord, double> value)
    {
        var rows = result.Rows.Select(row => (Value: value(row.Spec), Results: (IReadOnlyList<double>)[.. row.AccuracyBySeed.Values])).ToList();
        return new Factor(
            number,
            [.. rows.SelectMany(row => row.Results.Select(accuracy => (row.Value, accuracy)))],
            VariationShare.Of(rows),
            rows.Select(row => row.Value).Distinct().Count());
    }
}

/// <summary>What a pass cost at one batch and hidden size.</summary>
/// <param name="Hidden">Hidden units.</param>
/// <param name="Batch">Images a pass.</param>
/// <param name="Milliseconds">Median over the runs of a pass's median time.</param>
/// <param name="BookMilliseconds">The book's way on this machine, estimated from a sample of partial derivatives.</param>
internal sealed record CostPoint(int Hidden, int Batch, double Milliseconds, double BookMilliseconds)
{
    /// <summary>How many times longer the book's way takes.</summary>
    public double TimesLonger => BookMilliseconds / Milliseconds;

    public static IReadOnlyList<CostPoint> Of(SweepResult result, Func<int, int, double> bookSeconds) =>
        [.. result.Rows
            .SelectMany(row => row.Completed)
            .Where(run => run.PassMilliseconds is { Median: > 0 })
            .GroupBy(run => (run.Spec.HiddenSize, run.Spec.BatchSize))
            .OrderBy(group => group.Key)
            .Select(group => new CostPoint(
                group.Key.HiddenSize, group.Key.BatchSize, Median(group), 1000 * bookSeconds(group.Key.BatchSize, group.Key.HiddenSize)))];

    private static double Median(IEnumerable<ExperimentDocument> runs)
    {
        var times = runs.Select(run => run.PassMilliseconds!.Median).Order().ToList();
        return times[times.Count / 2];
    }
}
