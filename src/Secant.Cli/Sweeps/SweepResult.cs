using Secant.Core.Statistics;
using Secant.Lab.Contracts;

namespace Secant.Cli.Sweeps;

/// <summary>What came of experiments that belong together: rows of repeats.</summary>
/// <param name="Name">The sweep's name; null where there is none.</param>
/// <param name="Rows">The rows, in order.</param>
internal sealed record SweepResult(string? Name, IReadOnlyList<RowResult> Rows)
{
    /// <summary>The runs of a sweep as they ended.</summary>
    public static SweepResult Of(string? name, IEnumerable<SweepRun> runs) => new(
        name,
        [.. runs.Where(run => run.Document is not null).GroupBy(run => run.Row)
            .Select(row => new RowResult(row.Key, [.. row.Select(run => run.Document!)]))]);

    /// <summary>The experiments that a store holds under a sweep's name.</summary>
    public static SweepResult OfSweep(string name, IEnumerable<ExperimentDocument> documents) => new(
        name,
        [.. documents
            .SelectMany(document => document.Sweeps.Where(filing => filing.Sweep == name)
            .Select(filing => (filing.Row, Document: document)))
            .GroupBy(filed => filed.Row)
            .OrderBy(row => row.Key)
            .Select(row => new RowResult(row.Key,
            [.. row.Select(filed => filed.Document).OrderBy(document => document.Spec.Seed)]))]);

    /// <summary>Any experiments: those that differ in the seed alone are one row.</summary>
    public static SweepResult OfDocuments(IEnumerable<ExperimentDocument> documents) => new(
        null,
        [.. documents.GroupBy(document => RunKey.OfRow(document.Spec))
            .Select((row, index) => new RowResult(index + 1, [.. row]))]);

    /// <summary>The specs among the rows, each with the runs of all rows that share it.</summary>
    public IReadOnlyList<SpecResult> Specs =>
        [.. Rows.GroupBy(row => RunKey.OfRow(row.Spec))
        .Select(rows => new SpecResult([.. rows.Select(row => row.Number)], [.. rows.SelectMany(row => row.Runs)]))];

    /// <summary>The best of the specs against the next one; null unless two have results.</summary>
    public Duel? Duel
    {
        get
        {
            var specs = Specs;
            return Ranking.Of([.. specs.Select(spec => spec.AccuracyBySeed)]) is { } ranking
                ? new Duel(specs[ranking.Best], specs[ranking.Next], ranking) : null;
        }
    }
}

/// <summary>The best spec of a sweep against the next one.</summary>
/// <param name="Best">The one that is ahead.</param>
/// <param name="Next">The other.</param>
/// <param name="Ranking">By how much, and whether that is more than the noise.</param>
internal sealed record Duel(SpecResult Best, SpecResult Next, Ranking Ranking);

/// <summary>A row: runs of one spec that differ in the seed.</summary>
/// <param name="Number">The row's number, from 1.</param>
/// <param name="Runs">Its runs; at least one.</param>
internal sealed record RowResult(int Number, IReadOnlyList<ExperimentDocument> Runs) : SpecResult([Number], Runs);

/// <summary>Runs of one spec that differ in the seed, be they of one row or of several.</summary>
/// <param name="Numbers">The rows' numbers, from 1; at least one.</param>
/// <param name="Runs">The runs; at least one.</param>
internal record SpecResult(IReadOnlyList<int> Numbers, IReadOnlyList<ExperimentDocument> Runs)
{
    /// <summary>The spec of its first run.</summary>
    public SpecRecord Spec => Runs[0].Spec;

    public IReadOnlyList<ExperimentDocument> Completed =>
        [.. Runs.Where(run => run.State == ExperimentStates.Completed && run.TestAccuracy is not null)];

    public IReadOnlyDictionary<ulong, double> AccuracyBySeed =>
        Completed.GroupBy(run => run.Spec.Seed).ToDictionary(seed => seed.Key, seed => seed.First().TestAccuracy!.Value);

    /// <summary>Mean and spread of the test accuracy; null where no run completed.</summary>
    public SampleSummary? Accuracy => SampleSummary.Of([.. AccuracyBySeed.Values]);
}
