using Secant.Cli.Details;

namespace Secant.Cli.Sweeps;

/// <summary>Makes the JSON document of a sweep.</summary>
internal static class SweepDocuments
{
    public static SweepDocument Of(SweepResult result) => new(
        result.Name,
        [.. result.Rows.Select(Row)],
        result.Duel is var (best, next, ranking)
            ? new BestDocument(best.Numbers[0], next.Numbers[0], ranking.Lead.Mean, ranking.Lead.Low, ranking.Lead.High,
            ranking.IsPaired, ranking.IsDecided)
            : null,
        [.. result.Rows.SelectMany(row => row.Runs)]);

    private static SweepRowDocument Row(RowResult row)
    {
        var accuracy = row.Accuracy;
        return new SweepRowDocument(
            row.Number,
            row.Spec,
            [.. row.Runs.Select(run => run.Spec.Seed)],
            [.. row.Runs.Select(run => run.Id)],
            row.Completed.Count,
            accuracy?.Mean,
            accuracy?.Deviation,
            accuracy?.Low,
            accuracy?.High);
    }
}
