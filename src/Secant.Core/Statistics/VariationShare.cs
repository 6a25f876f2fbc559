using Secant.Core.Numerics;

namespace Secant.Core.Statistics;

/// <summary>
/// How much of the variation of the results one number goes with: R² of the least-squares parabola over the places of its values
/// in their order; with two values that is a line.
/// </summary>
/// <param name="Share">R², 0 to 1.</param>
/// <param name="Interval">Its 95 % interval, from runs redrawn within each spec; null where a spec has one run, whose spread
/// nobody knows.</param>
/// <param name="ByChance">What 95 of 100 random assignments of the values to the specs stay below.</param>
/// <param name="Values">Different values of the number.</param>
public sealed record VariationShare(double Share, (double Low, double High)? Interval, double ByChance, int Values)
{
    /// <summary>Fewer specs have too few assignments for chance to be judged.</summary>
    public const int LeastSpecs = 5;

    private const int Draws = 2_000;
    private const ulong Key = 0x5ec_a27;

    /// <summary>True where the number explains more than chance would.</summary>
    public bool IsBeyondChance => Share > ByChance;

    /// <param name="specs">For each spec the number's value and the results of all its runs: a spec given twice would count as
    /// two for chance.</param>
    /// <returns>Null where the number does not vary, or nothing else does, or there are fewer than <see cref="LeastSpecs"/>
    /// specs.</returns>
    public static VariationShare? Of(IReadOnlyList<(double Value, IReadOnlyList<double> Results)> specs)
    {
        var used = specs.Where(spec => spec.Results.Count > 0).ToList();
        var steps = used.Select(spec => spec.Value).Distinct().Order().ToList();
        var places = used.Select(spec => (double)steps.IndexOf(spec.Value)).ToArray();
        var results = used.Select(spec => spec.Results).ToArray();
        if (used.Count < LeastSpecs || steps.Count < 2 || results.SelectMany(runs => runs).Distinct().Count() < 2)
        {
            return null;
        }

        var shuffled = Enumerable.Range(0, Draws).Select(draw => Fit(Shuffled(places, (uint)draw), results)).Order().ToList();
        return new VariationShare(
            Fit(places, results), results.All(runs => runs.Count > 1) ? IntervalOf(places, results) : null,
                shuffled[(int)(0.95 * Draws)], steps.Count);
    }

    private static (double Low, double High) IntervalOf(double[] places, IReadOnlyList<double>[] results)
    {
        var redrawn = Enumerable.Range(0, Draws).Select(draw => Fit(places, Redrawn(results, (uint)draw))).Order().ToList();
        return (redrawn[(int)(0.025 * Draws)], redrawn[(int)(0.975 * Draws)]);
    }

    // The values' places in their order stand for them: numbers such as 100, 320 and 1000 are steps, not distances.
    private static double Fit(double[] places, IReadOnlyList<double>[] results)
    {
        var runs = places.Zip(results, (place, row) => row.Select(result => (Place: place, Reached: result)))
            .SelectMany(row => row).ToList();
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
        [.. results.Select((row, at) =>
        (IReadOnlyList<double>)[.. row.Select((_, k) => row[Below(row.Count, draw, (uint)at, (uint)k, 0)])])];

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

    private static int Below(int count, uint draw, uint a, uint b, uint use) =>
        (int)(Philox.Draw(Key, draw, a, b, use).W0 % (uint)count);
}
