using Secant.Lab.History;

namespace Secant.Lab.Scheduling;

/// <summary>Which experiment has which cores of which nodes, and why. Pure: the time is passed in.</summary>
/// <param name="planner">Decides who gets which cores.</param>
internal sealed class Leases(
    Func<IReadOnlyList<Planner.Node>, IReadOnlyList<Planner.Job>, IReadOnlyList<Planner.Plan>> planner)
{
    private const int MostDeclined = 2;

    private static readonly Dictionary<string, double> NoSpeeds = [];

    private readonly Dictionary<string, Lease> _leases = new(StringComparer.Ordinal);
    private readonly SplitMemory _splits = new();

    /// <summary>Why an experiment without cores waits, as far as the planner said; null before it said anything.</summary>
    public string? WhyWaiting { get; private set; }

    public Lease? Find(string id) => _leases.GetValueOrDefault(id);

    /// <summary>Asks the planner anew. An experiment that has never had cores gets a lease with its first ones.</summary>
    /// <param name="now">By the lab's clock.</param>
    /// <param name="nodes">Nodes that get new work.</param>
    /// <param name="due">Experiments that should run, oldest first.</param>
    /// <param name="paused">Experiments that are paused: they give their cores back.</param>
    /// <returns>The experiments whose cores changed, and those that have a lease for the first time.</returns>
    public IReadOnlyList<string> Decide(
        DateTimeOffset now, IReadOnlyList<Planner.Node> nodes, IReadOnlyList<LabEntry> due, IEnumerable<LabEntry> paused)
    {
        var plans = planner(nodes, [.. due.Select(entry => Job(now, entry))]);
        var changed = new List<string>();
        foreach (var (entry, plan) in due.Zip(plans))
        {
            if (!_leases.TryGetValue(entry.Id, out var lease))
            {
                if (plan.Grants.Count == 0)
                {
                    // It has only just come, or waits like all others.
                    WhyWaiting = plan.Reason;
                    continue;
                }

                _leases.Add(entry.Id, lease = new Lease());
            }

            lease.Declined = plan.Declined;
            if (lease.Give(plan.Grants, plan.Reason))
            {
                changed.Add(entry.Id);
            }
        }

        foreach (var (id, lease) in paused.Select(entry => (entry.Id, Find(entry.Id))))
        {
            if (lease is not null)
            {
                lease.Declined = new Dictionary<string, string>();
                if (lease.Give([], "is paused"))
                {
                    changed.Add(id);
                }
            }
        }

        return changed;
    }

    /// <summary>An experiment tells what it holds on each node, how fast nodes are with it, and what several nodes cost
    /// it.</summary>
    public void Measured(DateTimeOffset now, LabEntry entry, IReadOnlyDictionary<string, int> unitsByNode,
        IReadOnlyDictionary<string, double> speedPerCore, double? splitSeconds)
    {
        if (Find(entry.Id) is not { } lease)
        {
            return;
        }

        (lease.UnitsByNode, lease.SpeedPerCore, lease.SplitSeconds) = (unitsByNode, speedPerCore, splitSeconds);
        if (splitSeconds is { } split)
        {
            _splits.Learn(now, WorkOf(entry), split);
        }
    }

    public void Remove(string id) => _leases.Remove(id);

    /// <summary>A node is lost, and what experiments held on it.</summary>
    public void Lose(string node)
    {
        foreach (var lease in _leases.Values)
        {
            lease.Holding.Remove(node);
        }
    }

    public bool IsHeld(string node) => _leases.Values.Any(lease => lease.Holding.Contains(node));

    /// <summary>Experiments that hold something on a node.</summary>
    public IEnumerable<string> HoldersOf(string node) =>
        _leases.Where(lease => lease.Value.Holding.Contains(node)).Select(lease => lease.Key);

    /// <summary>Experiments that a node is lent to, and the cores.</summary>
    public IReadOnlyList<(string Id, int Cores)> LentOf(string node) =>
    [
        .. _leases.SelectMany(lease => lease.Value.Grants, (lease, grant) => (lease.Key, grant.Node, grant.Cores))
            .Where(lent => lent.Node == node).Select(lent => (lent.Key, lent.Cores)),
    ];

    /// <summary>Hidden units that a node holds.</summary>
    public int UnitsOf(string node) => _leases.Values.Sum(lease => lease.UnitsByNode.GetValueOrDefault(node));

    /// <summary>Why experiments do not use a node that they could have; null where none declined it.</summary>
    public string? WhyDeclined(string node)
    {
        var declined = _leases.OrderBy(lease => lease.Key.Length).ThenBy(lease => lease.Key, StringComparer.Ordinal)
            .Where(lease => lease.Value.Declined.ContainsKey(node))
            .Select(lease => $"experiment {lease.Key} {lease.Value.Declined[node]}")
            .ToList();
        return declined.Count == 0 ? null
            : $"{string.Join("; ", declined.Take(MostDeclined))}{(declined.Count > MostDeclined ? "; and so on" : "")}";
    }

    private Planner.Job Job(DateTimeOffset now, LabEntry entry)
    {
        var lease = Find(entry.Id);
        return new Planner.Job(
            entry.Id,
            WorkOf(entry),
            entry.Splits,
            entry.Submitted.Nodes,
            lease?.Grants ?? [],
            lease?.SpeedPerCore ?? NoSpeeds,
            lease?.SplitSeconds ?? _splits.Of(now, WorkOf(entry)));
    }

    // Samples times units of a pass.
    private static double WorkOf(LabEntry entry) => (double)entry.Submitted.Spec.BatchSize * entry.Submitted.Spec.HiddenSize;
}
