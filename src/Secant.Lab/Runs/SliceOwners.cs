using Secant.Core.Slicing;
using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>The nodes of a run, and which groups each owns and has delivered.</summary>
internal sealed class SliceOwners(RunContext run)
{
    private readonly SortedDictionary<string, RunMember> _members = new(StringComparer.Ordinal);

    /// <summary>All nodes, by name.</summary>
    public IReadOnlyCollection<RunMember> Members => _members.Values;

    /// <summary>Nodes that compute with something.</summary>
    public IEnumerable<RunMember> Owners => Members.Where(member => member.Owned.Count > 0);

    /// <summary>Nodes that can take slices over.</summary>
    public IEnumerable<RunMember> Takers => Members.Where(member => member is { IsReady: true, IsLeaving: false });

    public IEnumerable<GroupRange> Owned => Members.SelectMany(member => member.Owned);

    public IEnumerable<GroupRange> Delivered => Members.SelectMany(member => member.Delivered);

    public bool IsCovered => GroupRanges.CoverAll(Delivered, run.Shape.Groups);

    public bool AreAllLeaving => Members.All(member => member.IsLeaving);

    /// <summary>Nodes that were lost with what they owned since the last recovery.</summary>
    public SortedSet<string> LostWith { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> UnitsByNode =>
        Members.ToDictionary(member => member.Node, member => run.UnitsOf(member.Owned));

    public IEnumerable<Debt> Debts => Members.Where(member => !member.IsReady)
        .Select(member => new Debt(DebtKind.Worker, member.Node, member.StartReminder.Due));

    public RunMember this[string node] => _members[node];

    public RunMember? Find(string node) => _members.GetValueOrDefault(node);

    /// <summary>The nodes that the lab lends from now on.</summary>
    public void Grant(DateTimeOffset now, IReadOnlyList<NodeGrant> grants)
    {
        foreach (var grant in grants)
        {
            if (!_members.TryGetValue(grant.Node, out var member))
            {
                var reminder = new Reminder(now, Reminder.AskAgainAfter * run.Settings.StartPatience);
                _members.Add(grant.Node, new RunMember(grant, reminder));
                run.Emit(new RunEffect.StartWorker(grant.Node, grant.Cores));
            }
            else if (member.Cores != grant.Cores)
            {
                member.Lend(grant);
                Resize(member);
            }
        }

        foreach (var member in Members)
        {
            member.IsLeaving = grants.All(grant => grant.Node != member.Node);
        }
    }

    /// <summary>A worker that is still being made is told when it is there.</summary>
    public void Resize(RunMember member)
    {
        if (member.IsReady && member.WorkerCores != member.Cores)
        {
            member.WorkerCores = member.Cores;
            run.Emit(new RunEffect.ResizeWorker(member.Node, member.Cores));
        }
    }

    /// <summary>A node has nothing any longer of what it held.</summary>
    public void Drop(RunMember member)
    {
        if (member.Owned.Count > 0)
        {
            LostWith.Add(member.Node);
        }

        member.Owned = [];
        member.Delivered = [];
        member.MayHold = false;
    }

    public void Remove(string node) => _members.Remove(node);

    public void Remind(DateTimeOffset now)
    {
        foreach (var member in Members.Where(member => !member.IsReady && member.StartReminder.Strikes(now)))
        {
            run.Emit(new RunEffect.StartWorker(member.Node, member.Cores));
        }
    }

    /// <summary>
    /// Gives every group an owner among those that have delivered it: its opener first, as the wish to move it is newer, then its
    /// owner, then anyone. False if some group was delivered by none.
    /// </summary>
    public bool Choose(IReadOnlyList<SliceReplay> replays, bool hasStarted)
    {
        if (!IsCovered)
        {
            return false;
        }

        if (replays.Count == 0 && hasStarted && Members.All(member => member.HasDelivered)
            && GroupRanges.Count(Owned) == run.Shape.Groups)
        {
            return true;
        }

        var unowned = (IReadOnlyList<GroupRange>)[run.AllGroups];
        var chosen = _members.Keys.ToDictionary(node => node, _ => new List<GroupRange>());
        foreach (var wished in new Func<RunMember, IEnumerable<GroupRange>>[]
        {
            member => replays.Where(replay => replay.Node == member.Node).Select(replay => replay.Range),
            member => member.Owned,
            member => [run.AllGroups],
        })
        {
            foreach (var member in Members)
            {
                var taken = GroupRanges.Intersect(GroupRanges.Intersect(wished(member), member.Delivered), unowned);
                chosen[member.Node].AddRange(taken);
                unowned = GroupRanges.Except(unowned, taken);
            }
        }

        var before = Members.ToDictionary(member => member.Node, member => member.Owned);
        foreach (var member in Members)
        {
            member.Owned = GroupRanges.Union(chosen[member.Node]);
            if (hasStarted)
            {
                NoteMoved(member.Node, GroupRanges.Except(member.Owned, before[member.Node]), before);
            }
        }

        return true;
    }

    private void NoteMoved(string taker, IReadOnlyList<GroupRange> taken, Dictionary<string, IReadOnlyList<GroupRange>> before)
    {
        foreach (var (giver, owned) in before)
        {
            var given = GroupRanges.Intersect(taken, owned);
            taken = GroupRanges.Except(taken, given);
            if (run.UnitsOf(given) > 0)
            {
                var text = $"{taker} takes {run.Share(given)} from {giver}";
                run.Emit(new RunEffect.Note(HappeningKinds.Moved, text, taker, giver));
            }
        }

        if (run.UnitsOf(taken) > 0)
        {
            run.Emit(new RunEffect.Note(HappeningKinds.Moved, $"{taker} takes {run.Share(taken)} that nobody held", taker));
        }
    }
}
