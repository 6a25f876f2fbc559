using System.Globalization;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Scheduling;

namespace Secant.Lab.Tests.Scheduling;

/// <summary>The rule of the <see cref="Planner"/> written plainly: every choice of every experiment is made and compared,
/// whatever that costs.</summary>
internal sealed class PlainPlanning
{
    // While others wait, more cores than a fair share are taken only where this part of them is well used: then nobody ends later
    // for it.
    private const double WorthwhileEfficiency = 0.9;

    // Cores that shorten a pass by no more than this are left to others.
    private const double IdleGain = 0.03;

    // What a running experiment has is changed only if that shortens its pass by this much.
    private const double WorthwhileGain = 0.1;

    private readonly IReadOnlyList<Planner.Node> _nodes;
    private readonly IReadOnlyList<Planner.Job> _jobs;
    private readonly Dictionary<string, Planner.Node> _byKey;
    private readonly Dictionary<string, int> _free;
    private readonly Dictionary<string, List<NodeGrant>> _lent;
    private readonly Dictionary<string, string> _reasons = [];
    private readonly Dictionary<(string Job, string Node), string> _declined = [];

    public PlainPlanning(IReadOnlyList<Planner.Node> nodes, IReadOnlyList<Planner.Job> jobs)
    {
        _nodes = nodes;
        _jobs = jobs;
        _byKey = nodes.ToDictionary(node => node.Key);
        _lent = jobs.ToDictionary(
            job => job.Id,
            job => job.Current.Where(grant => _byKey.ContainsKey(grant.Node))
                .Select(grant => Grant(job, _byKey[grant.Node], grant.Cores)).ToList());
        _free = nodes.ToDictionary(
            node => node.Key,
            node => node.Cores - _lent.Values.SelectMany(grants => grants).Where(grant => grant.Node == node.Key)
                .Sum(grant => grant.Cores));
    }

    public IReadOnlyList<Planner.Plan> Decide()
    {
        foreach (var job in _jobs)
        {
            Shed(job);
        }

        var waiting = _jobs.Where(job => _lent[job.Id].Count == 0).ToList();
        for (var i = 0; i < waiting.Count; i++)
        {
            Place(waiting[i], others: waiting.Count - i - 1);
        }

        if (_lent.Values.All(grants => grants.Count > 0))
        {
            foreach (var job in _jobs)
            {
                Extend(job);
            }
        }

        return [.. _jobs.Select(
            job => new Planner.Plan(job.Id, _lent[job.Id], _reasons.GetValueOrDefault(job.Id) ?? Describe(_lent[job.Id]))
        {
            Declined = _declined.Where(one => one.Key.Job == job.Id && IsUnused(one.Key.Node))
            .ToDictionary(one => one.Key.Node, one => one.Value),
        })];
    }

    // Lets go of nodes that hold a running experiment up more than they help it.
    private void Shed(Planner.Job job)
    {
        var lent = _lent[job.Id];
        while (job.Nodes is null && lent.Count > 1)
        {
            // All but one, or one alone: what several cost is the same for two of them as for three.
            var fewer = lent
                .SelectMany(grant => (List<NodeGrant>[])[lent.FindAll(other => other != grant), [grant]])
                .MinBy(choice => PassSeconds(job, choice))!;
            var (before, after) = (PassSeconds(job, lent), PassSeconds(job, fewer));
            if (after > before * (1 - WorthwhileGain))
            {
                return;
            }

            Change(job, fewer, $"without {string.Join(", ", lent.Except(fewer).Select(grant => grant.Node))}", before, after);
            lent = fewer;
        }
    }

    private void Place(Planner.Job job, int others)
    {
        if (Choices(job, _nodes.ToDictionary(node => node.Key, node => node.Cores)) is { Count: > 0 } wishes)
        {
            var share = Math.Max(1, _nodes.Sum(node => node.Cores) / _jobs.Count);
            Squeeze(share, Choose(job, wishes, share).Sum(grant => grant.Cores));
        }

        var choices = Choices(job, _free);
        if (choices.Count == 0)
        {
            _reasons[job.Id] = _nodes.Count == 0 ? "waits for a node that lends cores" : "waits for free cores";
            return;
        }

        var fair = others > 0 ? Math.Max(1, _free.Values.Sum() / (others + 1)) : int.MaxValue;
        var best = Choose(job, choices, fair);
        Lend(job, best);
        var wished = job.Nodes is null ? "" : job.Nodes > best.Count
            ? $"; {job.Nodes} nodes were asked for, {best.Count} can be had" : $"; --nodes {job.Nodes} was given";
        _reasons[job.Id] = job.Splits
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Describe(best)}: a pass is expected to take {1000 * PassSeconds(job, best):F2} ms there, "
                    + $"{1000 * OnOneCore(job, choices):F2} ms on one core{(others > 0 ? "; others wait" : "")}{wished}")
            : $"{Describe(best)}: the naive kernel perturbs the whole net, and so stays on one node";
    }

    // Has those that have more than a share of the cores give some up, until so many are free.
    private void Squeeze(int share, int wished)
    {
        while (_free.Values.Sum() < Math.Min(share, wished))
        {
            var richest = _jobs
                .Where(job => _lent[job.Id].Sum(grant => grant.Cores) > share && GiveUp(job).Count > 0)
                .MaxBy(job => _lent[job.Id].Sum(grant => grant.Cores));
            if (richest is null)
            {
                return;
            }

            // From one node as far as it goes, and where a core can be given up without a slice that moves.
            var from = GiveUp(richest).OrderByDescending(grant => _free[grant.Node]).ThenByDescending(grant => grant.Cores)
                .First();
            var rest = _lent[richest.Id]
                .Select(grant => grant == from ? Grant(richest, _byKey[grant.Node], grant.Cores - 1) : grant)
                .Where(grant => grant.Cores > 0)
                .ToList();
            Lend(richest, rest);
            _reasons[richest.Id] = $"{Describe(rest)}: others need their share";
        }
    }

    // The grants that a job can do with less of: a whole node, too, though a person asked for their number, as somebody else
    // would have none.
    private List<NodeGrant> GiveUp(Planner.Job job) =>
        [.. _lent[job.Id].Where(grant => grant.Cores > 1 || _lent[job.Id].Count > 1)];

    // One core, several of one node, or all free ones of the best nodes.
    private List<List<NodeGrant>> Choices(Planner.Job job, Dictionary<string, int> free)
    {
        var able = _nodes.Where(node => free[node.Key] > 0).OrderByDescending(node => SpeedPerCore(job, node) * free[node.Key])
            .ToList();
        var choices = new List<List<NodeGrant>>();
        foreach (var node in able)
        {
            for (var cores = 1; cores <= free[node.Key]; cores++)
            {
                choices.Add([Grant(job, node, cores)]);
            }
        }

        for (var count = 2; job.Splits && count <= able.Count; count++)
        {
            choices.Add([.. able.Take(count).Select(node => Grant(job, node, free[node.Key]))]);
        }

        if (job.Nodes is { } wished && choices.Count > 0)
        {
            var most = Math.Min(Math.Max(1, wished), choices.Max(choice => choice.Count));
            choices.RemoveAll(choice => choice.Count != most);
        }

        return choices;
    }

    private List<NodeGrant> Choose(Planner.Job job, List<List<NodeGrant>> choices, int fair)
    {
        var alone = OnOneCore(job, choices);
        var worthwhile = choices.Where(choice =>
            choice.Sum(grant => grant.Cores) <= fair
            || alone / (PassSeconds(job, choice) * choice.Sum(grant => grant.Cores)) >= WorthwhileEfficiency);
        var able = worthwhile.Concat(job.Nodes is null ? [] : choices)
            .Select(choice => (Grants: choice, Seconds: PassSeconds(job, choice))).ToList();
        var enough = able.Min(choice => choice.Seconds) * (1 + IdleGain);
        return able.Where(choice => choice.Seconds <= enough)
            .MinBy(choice => (choice.Grants.Sum(grant => grant.Cores), choice.Seconds)).Grants;
    }

    // Free cores go to the experiments that they help to shorten, the oldest first.
    private void Extend(Planner.Job job)
    {
        foreach (var node in _nodes.Where(node => _free[node.Key] > 0)
            .OrderByDescending(node => SpeedPerCore(job, node) * _free[node.Key]))
        {
            var now = _lent[job.Id];
            var held = now.Find(grant => grant.Node == node.Key);
            if (held is null && (!job.Splits || now.Count >= (job.Nodes ?? int.MaxValue)))
            {
                _declined[(job.Id, node.Key)] = job.Splits ? $"was given --nodes {job.Nodes}"
                    : "uses the naive kernel, which stays on one node";
                continue;
            }

            var more = Enumerable.Range(1, _free[node.Key])
                .Select(cores => held is null
                    ? [.. now, Grant(job, node, cores)]
                    : now.ConvertAll(grant => grant == held ? Grant(job, node, held.Cores + cores) : grant))
                .MinBy(choice => PassSeconds(job, choice))!;
            var (before, after) = (PassSeconds(job, now), PassSeconds(job, more));
            var isWished = held is null && now.Count < job.Nodes;
            if (isWished || after < before * (1 - WorthwhileGain))
            {
                Change(job, more, $"{(isWished ? $"--nodes {job.Nodes} was given; " : "")}with "
                    + $"{(held is null ? "" : "more of ")}{node.Key}", before, after);
            }
            else
            {
                _declined[(job.Id, node.Key)] = string.Create(
                    CultureInfo.InvariantCulture,
                        $"would take {1000 * after:F2} ms a pass with it, {1000 * before:F2} ms without: less than a tenth "
                            + $"gained");
            }
        }
    }

    private void Change(Planner.Job job, List<NodeGrant> grants, string how, double before, double after)
    {
        Lend(job, grants);
        _reasons[job.Id] = string.Create(
            CultureInfo.InvariantCulture,
            $"{Describe(grants)}: {how} a pass is expected to take {1000 * after:F2} ms in place of {1000 * before:F2} ms");
    }

    private void Lend(Planner.Job job, List<NodeGrant> grants)
    {
        foreach (var grant in _lent[job.Id])
        {
            _free[grant.Node] += grant.Cores;
        }

        foreach (var grant in grants)
        {
            _free[grant.Node] -= grant.Cores;
        }

        _lent[job.Id] = grants;
    }

    private bool IsUnused(string node) => _free[node] == _byKey[node].Cores;

    private double OnOneCore(Planner.Job job, List<List<NodeGrant>> choices) =>
        choices.SelectMany(choice => choice).Min(grant => PassSeconds(job, [Grant(job, _byKey[grant.Node], 1)]));

    // Several nodes may turn out to hold each other up more than round trips let expect.
    private double PassSeconds(Planner.Job job, IReadOnlyList<NodeGrant> grants)
    {
        var expected = Planner.PassSeconds(job.Work, grants, _byKey);
        return grants.Count > 1 && job.SplitSeconds is { } split
            ? Math.Max(expected, (job.Work / grants.Sum(grant => grant.Speed)) + split)
            : expected;
    }

    // What passes of this experiment took; elsewhere, what the node measured when it came, off by as much as where both are
    // known.
    private double SpeedPerCore(Planner.Job job, Planner.Node node)
    {
        if (job.SpeedPerCore.TryGetValue(node.Key, out var measured))
        {
            return measured;
        }

        var known = job.SpeedPerCore.Where(speed => _byKey.ContainsKey(speed.Key)).ToList();
        return known.Count == 0
            ? node.SpeedPerCore
            : node.SpeedPerCore * known.Sum(speed => speed.Value) / known.Sum(speed => _byKey[speed.Key].SpeedPerCore);
    }

    private NodeGrant Grant(Planner.Job job, Planner.Node node, int cores) =>
        new(node.Key, cores, SpeedPerCore(job, node) * cores);

    private static string Describe(IReadOnlyList<NodeGrant> grants) =>
        grants.Count == 0 ? "waits"
        : $"{Counted.Of(grants.Sum(grant => grant.Cores), "core")} on {string.Join(", ", grants.Select(grant => grant.Node))}";
}
