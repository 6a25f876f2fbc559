using Secant.Core.Numerics;

namespace Secant.Core.Statistics;

/// <summary>
/// How much of the variation of the results one number goes with: R² of the least-squares parabola over the places of its values in
/// their order; with two values that is a line.
/// </summary>
/// <param name="Share">R², 0 to 1.</param>
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
        var steps = used.Select(row => row.Value).Distinct().Order().ToList();
        var places = used.Select(row => (double)steps.IndexOf(row.Value)).ToArray();
        var results = used.Select(row => row.Results).ToArray();
        if (used.Count < LeastRows || steps.Count < 2 || results.SelectMany(runs => runs).Distinct().Count() < 2)
        {
            return null;
        }

        var redrawn = Enumerable.Range(0, Draws).Select(draw => Fit(places, Redrawn(results, (uint)draw))).Order().ToList();
        var shuffled = Enumerable.Range(0, Draws).Select(draw => Fit(Shuffled(places, (uint)draw), results)).Order().ToList();
        return new VariationShare(
            Fit(places, results), redrawn[(int)(0.025 * Draws)], redrawn[(int)(0.975 * Draws)], shuffled[(int)(0.95 * Draws)], steps.Count);
    }

    // The values' places in their order stand for them: numbers such as 100, 320 and 1000 are steps, not distances.
    private static double Fit(double[] places, IReadOnlyList<double>[] results)
    {
        var runs = places.Zip(results, (place, row) => row.Select(result => (Place: place, Reached: result))).SelectMany(row => row).ToList();
        var mean = runs.Average(run => run.Reached);
        var middle = runs.Average(run => run.Place);
        var y = runs.Select(run => run.Reached - mean).ToArray();
        var line = runs.Select(run => run.Place - middle).ToArray();
        var squares = Product(line, line);
        var square = line.Average(value => value * value);
        var skew = squares > 0 ? line.Sum(value => value * value * value) / squares : 0;
        var parabola = line.Select(value => (value * value) - square - (skew * value)).ToArray();
        var total = Product(y, y);
        return total > 0 ? (Explained(line, y) + Explained(parabola, y)) / total : 0;
    }

    // What of y a column accounts for. Two values leave a parabola nothing but rounding.
    private static double Explained(double[] column, double[] y) =>
        Product(column, column) is var length and > 1e-9 && Product(column, y) is var along ? along * along / length : 0;

    private static double Product(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

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
