namespace Secant.Core.Statistics;

/// <summary>How far one candidate is ahead of another.</summary>
public static class PairedDifference
{
    /// <summary>
    /// The mean of first minus second and its 95 % interval: seed by seed where at least two seeds are common to both, else from
    /// both spreads (Welch); without an interval where one has a single result.
    /// </summary>
    /// <param name="first">Results by seed; at least one.</param>
    /// <param name="second">Results by seed; at least one.</param>
    public static (SampleSummary Difference, bool IsPaired) Of(IReadOnlyDictionary<ulong, double> first,
        IReadOnlyDictionary<ulong, double> second)
    {
        var common = first.Keys.Where(second.ContainsKey).Order().ToList();
        return common.Count >= 2
            ? (SampleSummary.Of([.. common.Select(seed => first[seed] - second[seed])])!, true)
            : (Unpaired([.. first.Values], [.. second.Values]), false);
    }

    // Welch's interval, its degrees of freedom rounded down.
    private static SampleSummary Unpaired(double[] first, double[] second)
    {
        var (a, b) = (SampleSummary.Of(first)!, SampleSummary.Of(second)!);
        var lead = a.Mean - b.Mean;
        var count = Math.Min(a.Count, b.Count);
        if (a.Deviation is not { } ofA || b.Deviation is not { } ofB)
        {
            return new SampleSummary(count, lead, null, null);
        }

        var (va, vb) = (ofA * ofA / a.Count, ofB * ofB / b.Count);
        var error = Math.Sqrt(va + vb);
        var freedom = error > 0 ? (va + vb) * (va + vb) / ((va * va / (a.Count - 1)) + (vb * vb / (b.Count - 1))) : 1;
        return new SampleSummary(count, lead, error * Math.Sqrt(count), StudentT.Factor95(Math.Max(1, (int)freedom)) * error);
    }
}
