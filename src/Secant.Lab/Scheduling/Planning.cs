using System.Globalization;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Lab.Scheduling;

/// <summary>
/// One decision of the <see cref="Planner"/>: what is lent and what is free while it is being made. Those for whom nothing is
/// free cost next to nothing, however many they are.
/// </summary>
internal sealed class Planning
{
    // Cores that shorten a pass by no more than this are left to others.
    internal const double IdleGain = 0.03;

    // While others wait, more cores than a fair share are taken only where this part of them is well used: then nobody ends later
    // for it.
    internal const double WorthwhileEfficiency = 0.9;

    // What a running experiment has is changed only if that shortens its pass by this much.
    private const double WorthwhileGain = 0.1;

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly PlannerLab _lab;
    private readonly List<PlannerJob> _jobs;

    // Those that have something, in the order of the queue.
    private readonly List<PlannerJob> _holders = [];
    private readonly int _share;
    private int _rich;

    public Planning(IReadOnlyList<Planner.Node> nodes, IReadOnlyList<Planner.Job> jobs)
    {
        _lab = new PlannerLab(nodes);
        _share = Math.Max(1, _lab.AllCores / Math.Max(1, jobs.Count));
        _jobs = [.. jobs.Select((job, place) => new PlannerJob(job, place, _lab))];
        foreach (var job in _jobs.Where(job => job.Job.Current.Count > 0))
        {
            Lend(job, [.. job.Job.Current.Where(grant => _lab.Has(grant.Node))
                .Select(grant => job.Grant(_lab.IndexOf(grant.Node), grant.Cores))]);
        }
    }

    public IReadOnlyList<Planner.Plan> Decide()
    {
        foreach (var job in _holders.ToList())
        {
            Shed(job);
        }

        var waiting = _jobs.FindAll(job => job.Lent.Count == 0);
        for (var i = 0; i < waiting.Count; i++)
        {
            Place(waiting[i], others: waiting.Count - i - 1);
        }

        if (_holders.Count == _jobs.Count)
        {
            foreach (var job in _jobs)
            {
                Extend(job);
            }
        }

        return [.. _jobs.Select(
            job => new Planner.Plan(job.Job.Id, job.Lent, job.Reason ?? Describe(job.Lent)) { Declined = Declined(job) })];
    }

    private IReadOnlyDictionary<string, string> Declined(PlannerJob job) => job.Declined is null
        ? Nothing
        : job.Declined.Where(one => _lab.IsUnused(one.Node)).ToDictionary(one => _lab.Nodes[one.Node].Key, one => one.Why());

    // Lets go of nodes that hold a running experiment up more than they help it.
    private void Shed(PlannerJob job)
    {
        while (job.Job.Nodes is null && job.Lent.Count > 1)
        {
            // All but one, or one alone: what several cost is the same for two of them as for three.
            var lent = job.Lent;
            var fewer = lent
                .SelectMany(grant => (List<NodeGrant>[])[lent.FindAll(other => other != grant), [grant]])
                .MinBy(job.PassSeconds)!;
            var (before, after) = (job.PassSeconds(lent), job.PassSeconds(fewer));
            if (after > before * (1 - WorthwhileGain))
            {
                return;
            }

            Change(job, fewer, $"without {string.Join(", ", lent.Except(fewer).Select(grant => grant.Node))}", before, after);
        }
    }

    private void Place(PlannerJob job, int others)
    {
        // Only those that have more than a share give anything up, and only where less than a share is free.
        if (_rich > 0 && _lab.FreeCores < _share && job.Choose(_lab.Cores, _share) is { } wish)
        {
            Squeeze(wish.Cores);
        }

        var fair = others > 0 ? Math.Max(1, _lab.FreeCores / (others + 1)) : int.MaxValue;
        if (!_lab.HasFree || job.Choose(_lab.Free, fair) is not { } choice)
        {
            job.Reason = _lab.Nodes.Count == 0 ? Planner.WaitsForNodes : Planner.WaitsForCores;
            return;
        }

        Lend(job, choice.Grants);
        var (best, asked) = (choice.Grants, job.Job.Nodes);
        var wished = asked is null ? ""
            : asked > best.Count ? $"; {asked} nodes were asked for, {best.Count} can be had" : $"; --nodes {asked} was given";
        job.Reason = job.Job.Splits
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Describe(best)}: a pass is expected to take {1000 * job.PassSeconds(best):F2} ms there, "
                    + $"{1000 * choice.Alone:F2} ms on one core{(others > 0 ? "; others wait" : "")}{wished}")
            : $"{Describe(best)}: the naive kernel perturbs the whole net, and so stays on one node";
    }

    // Has those that have more than a share of the cores give some up, until so many are free.
    private void Squeeze(int wished)
    {
        while (_rich > 0 && _lab.FreeCores < Math.Min(_share, wished))
        {
            // From one node as far as it goes, and where a core can be given up without a slice that moves. A whole node, too,
            // though a person asked for their number, as somebody else would have none.
            var richest = _holders.MaxBy(job => job.LentCores)!;
            var from = richest.Lent
                .Where(grant => grant.Cores > 1 || richest.Lent.Count > 1)
                .OrderByDescending(grant => _lab.FreeOf(grant.Node))
                .ThenByDescending(grant => grant.Cores)
                .First();
            var rest = richest.Lent
                .Select(grant => grant == from ? richest.Grant(_lab.IndexOf(grant.Node), grant.Cores - 1) : grant)
                .Where(grant => grant.Cores > 0)
                .ToList();
            Lend(richest, rest);
            richest.Reason = $"{Describe(rest)}: others need their share";
        }
    }

    // Free cores go to the experiments that they help to shorten, the oldest first.
    private void Extend(PlannerJob job)
    {
        foreach (var node in _lab.FreeNodes(job.Speeds))
        {
            var (now, key, nodes) = (job.Lent, _lab.Nodes[node].Key, job.Job.Nodes);
            var held = now.Find(grant => grant.Node == key);
            if (held is null && (!job.Job.Splits || now.Count >= (nodes ?? int.MaxValue)))
            {
                (job.Declined ??= []).Add((node,
                    () => job.Job.Splits ? $"was given --nodes {nodes}" : "uses the naive kernel, which stays on one node"));
                continue;
            }

            var more = Enumerable.Range(1, _lab.Free[node])
                .Select(cores => held is null
                    ? [.. now, job.Grant(node, cores)]
                    : now.ConvertAll(grant => grant == held ? job.Grant(node, held.Cores + cores) : grant))
                .MinBy(job.PassSeconds)!;
            var (before, after) = (job.PassSeconds(now), job.PassSeconds(more));
            var isWished = held is null && now.Count < nodes;
            if (isWished || after < before * (1 - WorthwhileGain))
            {
                Change(job, more, $"{(isWished ? $"--nodes {nodes} was given; " : "")}with "
                    + $"{(held is null ? "" : "more of ")}{key}", before, after);
            }
            else
            {
                (job.Declined ??= []).Add((node, () => string.Create(
                    CultureInfo.InvariantCulture,
                        $"would take {1000 * after:F2} ms a pass with it, {1000 * before:F2} ms without: less than a tenth "
                            + $"gained")));
            }
        }
    }

    private void Change(PlannerJob job, List<NodeGrant> grants, string how, double before, double after)
    {
        Lend(job, grants);
        job.Reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{Describe(grants)}: {how} a pass is expected to take {1000 * after:F2} ms in place of {1000 * before:F2} ms");
    }

    private void Lend(PlannerJob job, List<NodeGrant> grants)
    {
        _rich -= job.LentCores > _share ? 1 : 0;
        var isNew = job.Lent.Count == 0 && grants.Count > 0;
        job.Lent.ForEach(grant => _lab.Give(grant.Node, grant.Cores));
        grants.ForEach(grant => _lab.Give(grant.Node, -grant.Cores));
        job.Lent = grants;
        job.LentCores = grants.Sum(grant => grant.Cores);
        _rich += job.LentCores > _share ? 1 : 0;
        if (isNew)
        {
            var place = _holders.FindLastIndex(other => other.Place < job.Place);
            _holders.Insert(place + 1, job);
        }
    }

    private static string Describe(IReadOnlyList<NodeGrant> grants) =>
        grants.Count == 0 ? "waits"
        : $"{Counted.Of(grants.Sum(grant => grant.Cores), "core")} on {string.Join(", ", grants.Select(grant => grant.Node))}";
}
