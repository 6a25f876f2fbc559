using Secant.Lab.Contracts;

namespace Secant.Lab.Scheduling;

/// <summary>An experiment in one decision: what it has so far, and what would be best for it.</summary>
internal sealed class PlannerJob(Planner.Job job, int place, PlannerLab lab)
{
    private static readonly List<NodeGrant> None = [];

    public Planner.Job Job { get; } = job;

    /// <summary>Its place in the queue.</summary>
    public int Place { get; } = place;

    public List<NodeGrant> Lent { get; set; } = None;

    public int LentCores { get; set; }

    public string? Reason { get; set; }

    /// <summary>Free nodes that it is not to have, and why.</summary>
    public List<(int Node, Func<string> Why)>? Declined { get; set; }

    /// <summary>Samples times units a second on one core of each node.</summary>
    public double[] Speeds { get; } = SpeedsOf(job, lab);

    public NodeGrant Grant(int node, int cores) => new(lab.Nodes[node].Key, cores, Speeds[node] * cores);

    /// <summary>Seconds of a pass. Several nodes may turn out to hold each other up more than round trips let expect.</summary>
    public double PassSeconds(IReadOnlyList<NodeGrant> grants)
    {
        var expected = Planner.PassSeconds(Job.Work, grants, lab.ByKey);
        return grants.Count > 1 && Job.SplitSeconds is { } split
            ? Math.Max(expected, (Job.Work / grants.Sum(grant => grant.Speed)) + split)
            : expected;
    }

    /// <summary>
    /// The fewest cores that make a pass about as short as it can be: one core, several of one node, or all free ones of the best
    /// nodes.
    /// </summary>
    /// <param name="free">Cores to choose from, by node.</param>
    /// <param name="fair">More than these only where they are well used.</param>
    /// <returns>Null where nothing is free.</returns>
    public Choice? Choose(int[] free, int fair)
    {
        var able = new List<(double Strength, int Node)>();
        for (var node = 0; node < free.Length; node++)
        {
            if (free[node] > 0)
            {
                able.Add((Speeds[node] * free[node], node));
            }
        }

        if (able.Count == 0)
        {
            return null;
        }

        able.Sort(static (one, other) => other.Strength != one.Strength ? other.Strength.CompareTo(one.Strength)
            : one.Node.CompareTo(other.Node));
        var counted = Math.Min(Math.Max(1, Job.Nodes ?? 1), Job.Splits ? able.Count : 1);
        var alone = (Job.Nodes is null || counted == 1 ? able : able[..counted]).Min(one => OnNode(one.Node, 1));
        var candidates = Candidates(able, free, counted);
        if (Job.Nodes is null)
        {
            candidates.RemoveAll(
                one => one.Cores > fair && !(alone / (one.Seconds * one.Cores) >= Planning.WorthwhileEfficiency));
        }

        var enough = candidates.Min(one => one.Seconds) * (1 + Planning.IdleGain);
        var best = candidates.Where(one => one.Seconds <= enough).MinBy(one => (one.Cores, one.Seconds));
        var grants = best.Nodes == 1
            ? [Grant(best.Node, best.Cores)]
            : able[..best.Nodes].ConvertAll(one => Grant(one.Node, free[one.Node]));
        return new Choice(grants, best.Cores, alone);
    }

    // What the able nodes give, in order: each alone, then the best of them together. Sums run on from one to the next.
    private List<Candidate> Candidates(List<(double Strength, int Node)> able, int[] free, int counted)
    {
        var candidates = new List<Candidate>();
        if (Job.Nodes is null || counted == 1)
        {
            foreach (var (_, node) in able)
            {
                for (var cores = 1; cores <= free[node]; cores++)
                {
                    candidates.Add(new Candidate(OnNode(node, cores), cores, node, 1));
                }
            }
        }

        var (speed, trip, overhead, sum) = (0.0, double.NegativeInfinity, 0.0, 0);
        for (var at = 0; Job.Splits && at < able.Count; at++)
        {
            var node = able[at].Node;
            speed += Speeds[node] * free[node];
            trip = Math.Max(trip, lab.Nodes[node].RoundTrip);
            overhead += Planner.Overhead(free[node]);
            sum += free[node];
            if (at > 0 && (Job.Nodes is null || counted == at + 1))
            {
                var expected = (Job.Work / speed) + trip + overhead;
                var seconds = Job.SplitSeconds is { } split ? Math.Max(expected, (Job.Work / speed) + split) : expected;
                candidates.Add(new Candidate(seconds, sum, node, at + 1));
            }
        }

        return candidates;
    }

    private double OnNode(int node, int cores) =>
        (Job.Work / (Speeds[node] * cores)) + lab.Nodes[node].RoundTrip + Planner.Overhead(cores);

    // What passes of this experiment took; elsewhere, what the node measured when it came, off by as much as where both are
    // known.
    private static double[] SpeedsOf(Planner.Job job, PlannerLab lab)
    {
        if (job.SpeedPerCore.Count == 0)
        {
            return lab.Speeds;
        }

        var known = job.SpeedPerCore.Where(speed => lab.Has(speed.Key)).ToList();
        var (own, expected) = (known.Sum(speed => speed.Value), known.Sum(speed => lab.ByKey[speed.Key].SpeedPerCore));
        return [.. lab.Nodes.Select(node =>
            job.SpeedPerCore.TryGetValue(node.Key, out var measured) ? measured
            : known.Count == 0 ? node.SpeedPerCore
            : node.SpeedPerCore * own / expected)];
    }

    /// <summary>What is best for it.</summary>
    /// <param name="Grants">The cores.</param>
    /// <param name="Cores">Their number.</param>
    /// <param name="Alone">Seconds of a pass on the best single core.</param>
    internal sealed record Choice(List<NodeGrant> Grants, int Cores, double Alone);

    private readonly record struct Candidate(double Seconds, int Cores, int Node, int Nodes);
}
