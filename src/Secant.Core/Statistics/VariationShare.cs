using Secant.Core.Numerics;

namespace Secant.Core.Statistics;

/// <summary>
/// How much of the variation of the results one number goes with: the correlation ratio η², between-group over total sum of squares,
/// where a group is all runs with the same value of the number.
/// </summary>
/// <param name="Share">η², 0 to 1.</param>
/// <param name="Low">Lower end of its 95 % interval, from runs redrawn within each row.</param>
/// <param name="High">Upper end.</param>
/// <param name="ByChance">What 95 of 100 random assignments of the values to the rows stay below.</param>
/// <param name="Values">Different values of the number.</param>
public sealed record VariationShare(double Share, double Low, double High, double ByChance, int Values)
{
    /// <summary>Fewer rows have too few assignments for chance to be judged.</summary>
    public const int LeastRows = 5;

    private const int Draws = 2_000;
    private const ulong Key = 0x5ec_a27;

    /// <summary>True where the number explains more than chance would.</summary>
    public bool IsBeyondChance => Share > ByChance;

    /// <param name="rows">For each row the number's value and the results of its runs.</param>
    /// <returns>Null where the number does not vary, or nothing else does, or there are fewer than <see cref="LeastRows"/> rows.</returns>
    public static VariationShare? Of(IReadOnlyList<(double Value, IReadOnlyList<double> Results)> rows)
    {
        var used = rows.Where(row => row.Results.Count > 0).ToList();
        var values = used.Select(row => row.Value).ToArray();
        var results = used.Select(row => row.Results).ToArray();
        if (used.Count < LeastRows || values.Distinct().Count() < 2 || results.SelectMany(runs => runs).Distinct().Count() < 2)
        {
            return null;
        }

        var redrawn = Enumerable.Range(0, Draws).Select(draw => Eta(values, Redrawn(results, (uint)draw))).Order().ToList();
        var shuffled = Enumerable.Range(0, Draws).Select(draw => Eta(Shuffled(values, (uint)draw), results)).Order().ToList();
        return new VariationShare(
            Eta(values, results), redrawn[(int)(0.025 * Draws)], redrawn[(int)(0.975 * Draws)], shuffled[(int)(0.95 * Draws)], values.Distinct().Count());
    }

    private static double Eta(double[] values, IReadOnlyList<double>[] results)
    {
        var runs = values.Zip(results, (value, row) => row.Select(result => (Value: value, Outcome: result))).SelectMany(row => row).ToList();
        var mean = runs.Average(run => run.Outcome);
        var total = runs.Sum(run => (run.Outcome - mean) * (run.Outcome - mean));
        var between = runs.GroupBy(run => run.Value).Sum(group =>
        {
            var off = group.Average(run => run.Outcome) - mean;
            return group.Count() * off * off;
        });
        return total > 0 ? between / total : 0;
    }

    private static IReadOnlyList<double>[] Redrawn(IReadOnlyList<double>[] results, uint draw) =>
        [.. results.Select((row, at) => (IReadOnlyList<double>)[.. row.Select((_, k) => row[Below(row.Count, draw, (uint)at, (uint)k, 0)])])];

    private static double[] Shuffled(double[] values, uint draw)
    {
        var shuffled = values.ToArray();
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1, draw, (uint)last, 0, 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }

    private static int Below(int count, uint draw, uint a, uint b, uint use) => (int)(Philox.Draw(Key, draw, a, b, use).W0 % (uint)count);
}
