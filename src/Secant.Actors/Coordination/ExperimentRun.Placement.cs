using System.Globalization;
using Secant.Core.Experiments;
using Secant.Core.Slicing;

namespace Secant.Actors.Coordination;

/// <content>Who holds what: nodes that come and go, openings, ownership, balance.</content>
public sealed partial class ExperimentRun
{
    private readonly SortedDictionary<string, RunMember> _members = new(StringComparer.Ordinal);
    private readonly List<Opening> _openings = [];
    private readonly HashSet<string> _late = [];
    private DateTimeOffset _lastBalance = DateTimeOffset.MinValue;
    private bool _placementChanged;
    private DateTimeOffset? _firstReady;
    private int _number;

    /// <summary>The nodes that the lab lends from now on. One that is missing hands over what it holds, then is told to forget.</summary>
    public IReadOnlyList<RunEffect> Granted(DateTimeOffset now, IReadOnlyList<NodeGrant> grants)
    {
        foreach (var grant in grants.Where(grant => !_members.ContainsKey(grant.Node)))
        {
            _members.Add(grant.Node, new RunMember(grant));
            Emit(new RunEffect.StartWorker(grant.Node, grant.Cores));
        }

        foreach (var member in _members.Values)
        {
            member.IsLeaving = grants.All(grant => grant.Node != member.Node);
        }

        _placementChanged = true;
        return Advance(now);
    }

    /// <summary>A node's worker is there and can open slices.</summary>
    public IReadOnlyList<RunEffect> WorkerReady(DateTimeOffset now, string node)
    {
        if (_members.TryGetValue(node, out var member))
        {
            member.IsReady = true;
            _placementChanged = true;
        }

        return Advance(now);
    }

    /// <summary>A node is gone, with all that it held.</summary>
    public IReadOnlyList<RunEffect> Lost(DateTimeOffset now, string node)
    {
        if (_phase == Phase.Ended || !_members.Remove(node, out var member))
        {
            return Flush();
        }

        _openings.RemoveAll(opening => opening.Node == node);
        AbandonCopyOf(node);

        _placementChanged = true;
        return Advance(now);
    }

    // Gives every group an owner among those that hold it at Iteration: its opener first, as the wish to move it is newer, then its
    // owner, then anyone. False if some group is held by none.
    private bool ChooseOwners()
    {
        if (!GroupRanges.CoverAll(_members.Values.SelectMany(member => member.Delivered), _shape.Groups))
        {
            return false;
        }

        if (_openings.Count == 0 && _hasStarted && _members.Values.All(member => member.HasDelivered)
            && GroupRanges.Count(_members.Values.SelectMany(member => member.Owned)) == _shape.Groups)
        {
            return true;
        }

        var unowned = (IReadOnlyList<GroupRange>)[new GroupRange(0, _shape.Groups)];
        var chosen = _members.Keys.ToDictionary(node => node, _ => new List<GroupRange>());
        foreach (var wished in new Func<RunMember, IEnumerable<GroupRange>>[]
        {
            member => _openings.Where(opening => opening.Node == member.Node).Select(opening => opening.Range),
            member => member.Owned,
            member => [new GroupRange(0, _shape.Groups)],
        })
        {
            foreach (var member in _members.Values)
            {
                var taken = GroupRanges.Intersect(GroupRanges.Intersect(wished(member), member.Delivered), unowned);
                chosen[member.Node].AddRange(taken);
                unowned = GroupRanges.Except(unowned, taken);
            }
        }

        foreach (var member in _members.Values)
        {
            member.Owned = GroupRanges.Union(chosen[member.Node]);
            _openings.RemoveAll(opening => opening.Node == member.Node && GroupRanges.Except([opening.Range], member.Delivered).Count == 0);
        }

        return true;
    }

    // Nothing of the experiment is left on a node.
    private void Release(RunMember member)
    {
        if (member.MayHold)
        {
            member.MayHold = false;
            Emit(new RunEffect.Forget(member.Node));
        }

        if (member.IsLeaving)
        {
            _members.Remove(member.Node);
        }
    }

    // Opens anew what nobody holds or is opening.
    private void Recover(DateTimeOffset now)
    {
        var held = _members.Values.SelectMany(member => GroupRanges.Union([.. member.Owned, .. member.Delivered]));
        var missing = GroupRanges.Except(
            [new GroupRange(0, _shape.Groups)], [.. held, .. _openings.Select(opening => opening.Range)]);
        var able = _members.Values.Where(member => member.IsReady && !member.IsLeaving).ToList();
        if (missing.Count == 0 || able.Count == 0 || (!_hasStarted && IsWaitingForOthers(now)))
        {
            return;
        }

        if (_hasStarted)
        {
            Recoveries++;
            Emit(new RunEffect.Note($"groups {string.Join(", ", missing)} were lost; opened anew on {able.Count} node(s)"));
        }

        foreach (var range in missing)
        {
            Spread(range, able, isRescue: false);
        }
    }

    // Nodes that were granted together start together, if they are ready soon.
    private bool IsWaitingForOthers(DateTimeOffset now)
    {
        _firstReady ??= now;
        return _members.Values.Any(member => !member.IsReady) && now - _firstReady < _settings.StartPatience;
    }

    // Has the nodes open a range between them, each its share.
    private void Spread(GroupRange range, IReadOnlyList<RunMember> members, bool isRescue)
    {
        foreach (var (member, part) in Pair(members, range).Where(pair => pair.Share.Count > 0))
        {
            Open(member, part, isRescue);
        }
    }

    // Each node's share of a range. The naive kernel perturbs one parameter of the whole net, and so must hold the whole net.
    private List<(RunMember Member, GroupRange Share)> Pair(IReadOnlyList<RunMember> members, GroupRange range) =>
        _spec.Kernel == GradientKernel.Naive
            ? [(members[0], range)]
            : [.. members.Zip(GroupSplit.Cut(range, [.. members.Select(member => member.Speed)]))];

    private void Open(RunMember member, GroupRange range, bool isRescue)
    {
        var opening = new Opening(++_number, member.Node, range, isRescue);
        _openings.Add(opening);
        member.MayHold = true;
        Emit(new RunEffect.OpenSlice(member.Node, opening.Number, range, _log.Start));
        if (Iteration > _log.Start)
        {
            Emit(new RunEffect.Replay(member.Node, opening.Number, _log.Start, _log.Before(Iteration)));
        }
    }

    // Has the slices of nodes that are past the deadline opened by those that are not.
    private void ReplaceStragglers(DateTimeOffset now)
    {
        if (now - _passStarted <= _clock.Deadline(_settings.SliceDeadline, _settings.StragglerFactor))
        {
            return;
        }

        var late = _members.Values.Where(member => member.Owned.Count > 0 && !member.HasDelivered && !_late.Contains(member.Node)).ToList();
        var able = _members.Values
            .Where(member => member.IsReady && !member.IsLeaving && member.HasDelivered && !_late.Contains(member.Node))
            .Except(late)
            .ToList();
        if (able.Count == 0)
        {
            return;
        }

        foreach (var member in late)
        {
            _late.Add(member.Node);
            member.Measure(0);
            Recoveries++;
            Emit(new RunEffect.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{member.Node} is late with iteration {Iteration} by {(now - _passStarted).TotalSeconds:F1} s; its slice is opened elsewhere")));
            foreach (var range in GroupRanges.Except(member.Owned, _openings.Select(opening => opening.Range)))
            {
                Spread(range, able, isRescue: true);
            }
        }
    }

    // Between passes: moves slices towards the split that the nodes' speeds ask for.
    private void Balance(DateTimeOffset now)
    {
        if (_openings.Count > 0 || _copy is not null || (!_placementChanged && now - _lastBalance < _settings.BalanceInterval))
        {
            return;
        }

        _placementChanged = false;
        _lastBalance = now;

        // In the order that the slices lie in now, so that as little as possible moves.
        var members = _members.Values
            .Where(member => member.IsReady && !member.IsLeaving)
            .OrderBy(member => member.Owned.Count > 0 ? member.Owned[0].First : int.MaxValue)
            .ToList();
        if (members.Count == 0)
        {
            return;
        }

        var shares = Pair(members, new GroupRange(0, _shape.Groups));
        var slowest = members.Max(member => GroupRanges.Count(member.Owned) / member.Speed);
        var wished = shares.Max(pair => pair.Share.Count / pair.Member.Speed);
        if (wished <= slowest * (1 - _settings.BalanceGain)
            || GroupRanges.Count(members.SelectMany(member => member.Owned)) < _shape.Groups)
        {
            foreach (var (member, share) in shares)
            {
                foreach (var missing in GroupRanges.Except([share], member.Owned))
                {
                    Open(member, missing, isRescue: false);
                }
            }
        }
    }

    private sealed record Opening(int Number, string Node, GroupRange Range, bool IsRescue);
}
