namespace Secant.Core.Statistics;

/// <summary>The best of several candidates, and whether it can be told from the next.</summary>
/// <param name="Best">Of the two candidates with the highest means, the index of the one that is ahead.</param>
/// <param name="Next">The index of the other.</param>
/// <param name="Lead">The lead of the one over the other; seed by seed where at least two seeds are common to both.</param>
/// <param name="IsPaired">Whether the lead was taken seed by seed.</param>
public sealed record Ranking(int Best, int Next, SampleSummary Lead, bool IsPaired)
{
    /// <summary>True where the 95 % interval of the lead lies above 0: the winner beats the runner-up by more than the noise.</summary>
    public bool IsDecided => Lead.Low > 0;

    /// <param name="candidates">Each candidate's result by seed.</param>
    /// <returns>Null unless two candidates have results.</returns>
    public static Ranking? Of(IReadOnlyList<IReadOnlyDictionary<ulong, double>> candidates)
    {
        var order = Enumerable.Range(0, candidates.Count)
            .Where(index => candidates[index].Count > 0)
            .OrderByDescending(index => candidates[index].Values.Average())
            .Take(2)
            .ToList();
        if (order.Count < 2)
        {
            return null;
        }

        var (best, next) = (candidates[order[0]], candidates[order[1]]);
        var common = best.Keys.Where(next.ContainsKey).Order().ToList();
        if (common.Count < 2)
        {
            return new Ranking(order[0], order[1], Unpaired([.. best.Values], [.. next.Values]), IsPaired: false);
        }

        // Who is ahead is said by the seeds that the lead is taken from.
        var lead = SampleSummary.Of([.. common.Select(seed => best[seed] - next[seed])])!;
        return lead.Mean >= 0
            ? new Ranking(order[0], order[1], lead, IsPaired: true)
            : new Ranking(order[1], order[0], lead with { Mean = -lead.Mean }, IsPaired: true);
    }

    // Welch's interval, its degrees of freedom rounded down.
    private static SampleSummary Unpaired(double[] best, double[] next)
    {
        var (a, b) = (SampleSummary.Of(best)!, SampleSummary.Of(next)!);
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
