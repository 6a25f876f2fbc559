namespace Secant.Core.Statistics;

/// <summary>The best of several candidates, and whether it can be told from the next.</summary>
/// <param name="Best">Of the two candidates with the highest means, the index of the one that is ahead.</param>
/// <param name="Next">The index of the other.</param>
/// <param name="Lead">The lead of the one over the other; seed by seed where at least two seeds are common to both.</param>
/// <param name="IsPaired">Whether the lead was taken seed by seed.</param>
public sealed record Ranking(int Best, int Next, SampleSummary Lead, bool IsPaired)
{
    /// <summary>True where the 95 % interval of the lead lies above 0: the winner beats the runner-up by more than the
    /// noise.</summary>
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

        // Who is ahead is said by the seeds that the lead is taken from.
        var (lead, isPaired) = PairedDifference.Of(candidates[order[0]], candidates[order[1]]);
        return lead.Mean >= 0
            ? new Ranking(order[0], order[1], lead, isPaired)
            : new Ranking(order[1], order[0], lead with { Mean = -lead.Mean }, isPaired);
    }
}
