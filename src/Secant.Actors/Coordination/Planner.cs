using System.Globalization;

namespace Secant.Actors.Coordination;

/// <summary>
/// Decides which cores of which nodes each experiment gets, and says why. Pure. An experiment that runs keeps what it has; one that
/// waits gets what makes its pass shortest, or, while others wait too, no more than pays.
/// </summary>
public static class Planner
{
    // While others wait, more cores than a fair share are taken only where this part of them is well used: then nobody ends later for it.
    private const double WorthwhileEfficiency = 0.9;

    // A running experiment is given more nodes only if that shortens its pass by this much.
    private const double WorthwhileGain = 0.1;

    // What one more core and one more node add to a pass, in seconds: handing out and collecting the work.
    private const double SecondsPerCore = 15e-6;
    private const double SecondsPerNode = 50e-6;

    /// <summary>A node that can lend cores.</summary>
    /// <param name="Key">Its key.</param>
    /// <param name="Cores">Cores that it lends in all.</param>
    /// <param name="SpeedPerCore">Samples times units a second.</param>
    /// <param name="RoundTrip">Seconds from the lab and back.</param>
    public sealed record Node(string Key, int Cores, double SpeedPerCore, double RoundTrip);

    /// <summary>An experiment that runs or waits.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Work">Samples times units of one pass.</param>
    /// <param name="Splits">False if it must stay on one node.</param>
    /// <param name="Nodes">How many nodes a person asked for; null leaves it to the planner.</param>
    /// <param name="Current">What it has.</param>
    public sealed record Job(string Id, double Work, bool Splits, int? Nodes, IReadOnlyList<NodeGrant> Current);

    /// <summary>What an experiment gets; nothing, where it has to wait.</summary>
    public sealed record Plan(string Id, IReadOnlyList<NodeGrant> Grants, string Reason);

    /// <summary>A plan for every job, in the order given, which is that of the queue.</summary>
    public static IReadOnlyList<Plan> Decide(IReadOnlyList<Node> nodes, IReadOnlyList<Job> jobs)
    {
        var byKey = nodes.ToDictionary(node => node.Key);
        var kept = jobs.ToDictionary(job => job.Id, job => job.Current.Where(grant => byKey.ContainsKey(grant.Node)).ToList());
        var free = nodes.ToDictionary(
            node => node.Key,
            node => node.Cores - kept.Values.SelectMany(grants => grants).Where(grant => grant.Node == node.Key).Sum(grant => grant.Cores));
        var reasons = new Dictionary<string, string>();
        var waiting = jobs.Count(job => kept[job.Id].Count == 0);
        foreach (var job in jobs.Where(job => kept[job.Id].Count == 0))
        {
            var choices = Choices(job, nodes, free);
            if (choices.Count == 0)
            {
                reasons[job.Id] = "waits for free cores";
                continue;
            }

            var fair = waiting > 1 ? Math.Max(1, free.Values.Sum() / waiting) : int.MaxValue;
            var (grants, reason) = Choose(job, choices, byKey, fair);
            waiting--;
            kept[job.Id] = grants;
            reasons[job.Id] = reason;
            Take(free, grants);
        }

        if (waiting == 0)
        {
            Extend(jobs, nodes, byKey, free, kept, reasons);
        }

        return [.. jobs.Select(job => new Plan(job.Id, kept[job.Id], reasons.GetValueOrDefault(job.Id) ?? Describe(kept[job.Id])))];
    }

    /// <summary>Seconds that a pass is expected to take.</summary>
    public static double PassSeconds(double work, IReadOnlyList<NodeGrant> grants, IReadOnlyDictionary<string, Node> nodes) =>
        (work / grants.Sum(grant => grant.Speed))
        + grants.Max(grant => nodes[grant.Node].RoundTrip)
        + grants.Sum(grant => SecondsPerNode + ((grant.Cores - 1) * SecondsPerCore));

    // One core, several of one node, or all free ones of the best nodes.
    private static List<List<NodeGrant>> Choices(Job job, IReadOnlyList<Node> nodes, Dictionary<string, int> free)
    {
        var able = nodes.Where(node => free[node.Key] > 0).OrderByDescending(node => node.SpeedPerCore * free[node.Key]).ToList();
        var choices = new List<List<NodeGrant>>();
        foreach (var node in able)
        {
            for (var cores = 1; cores <= free[node.Key]; cores++)
            {
                choices.Add([Grant(node, cores)]);
            }
        }

        for (var count = 2; job.Splits && count <= able.Count; count++)
        {
            choices.Add([.. able.Take(count).Select(node => Grant(node, free[node.Key]))]);
        }

        if (job.Nodes is { } wished && choices.Count > 0)
        {
            var most = Math.Min(Math.Max(1, wished), choices.Max(choice => choice.Count));
            choices.RemoveAll(choice => choice.Count != most);
        }

        return choices;
    }

    private static (List<NodeGrant> Grants, string Reason) Choose(
        Job job, List<List<NodeGrant>> choices, IReadOnlyDictionary<string, Node> nodes, int fair)
    {
        var alone = choices.SelectMany(choice => choice).Min(grant => PassSeconds(job.Work, [Grant(nodes[grant.Node], 1)], nodes));
        var worthwhile = choices.Where(choice =>
            choice.Sum(grant => grant.Cores) <= fair
            || alone / (PassSeconds(job.Work, choice, nodes) * choice.Sum(grant => grant.Cores)) >= WorthwhileEfficiency);
        var best = worthwhile.Concat(job.Nodes is null ? [] : choices).MinBy(choice => PassSeconds(job.Work, choice, nodes))!;

        var expected = PassSeconds(job.Work, best, nodes);
        return (best, string.Create(
            CultureInfo.InvariantCulture,
            $"{Describe(best)}: a pass is expected to take {1000 * expected:F2} ms there, {1000 * alone:F2} ms on one core{(fair < int.MaxValue ? "; others wait" : "")}"));
    }

    // Free nodes go to the experiments that they help most to shorten, the oldest first.
    private static void Extend(
        IReadOnlyList<Job> jobs,
        IReadOnlyList<Node> nodes,
        IReadOnlyDictionary<string, Node> byKey,
        Dictionary<string, int> free,
        Dictionary<string, List<NodeGrant>> kept,
        Dictionary<string, string> reasons)
    {
        foreach (var job in jobs.Where(job => job.Splits && kept[job.Id].Count > 0))
        {
            foreach (var node in nodes.Where(node => free[node.Key] > 0).OrderByDescending(node => node.SpeedPerCore * free[node.Key]))
            {
                var now = kept[job.Id];
                if (now.Exists(grant => grant.Node == node.Key) || now.Count >= (job.Nodes ?? int.MaxValue))
                {
                    continue;
                }

                List<NodeGrant> more = [.. now, Grant(node, free[node.Key])];
                var before = PassSeconds(job.Work, now, byKey);
                var after = PassSeconds(job.Work, more, byKey);
                if (after < before * (1 - WorthwhileGain) || now.Count < job.Nodes)
                {
                    kept[job.Id] = more;
                    free[node.Key] = 0;
                    reasons[job.Id] = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Describe(more)}: with {node.Key} a pass is expected to take {1000 * after:F2} ms in place of {1000 * before:F2} ms");
                }
            }
        }
    }

    private static NodeGrant Grant(Node node, int cores) => new(node.Key, cores, node.SpeedPerCore * cores);

    private static void Take(Dictionary<string, int> free, List<NodeGrant> grants)
    {
        foreach (var grant in grants)
        {
            free[grant.Node] -= grant.Cores;
        }
    }

    private static string Describe(IReadOnlyList<NodeGrant> grants) =>
        grants.Count == 0 ? "waits" : $"{grants.Sum(grant => grant.Cores)} core(s) on {string.Join(", ", grants.Select(grant => grant.Node))}";
}
