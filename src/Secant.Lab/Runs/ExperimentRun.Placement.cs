using System.Globalization;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <content>Who holds what: nodes that come and go, openings, ownership, balance.</content>
public sealed partial class ExperimentRun
{
    private readonly SortedDictionary<string, RunMember> _members = new(StringComparer.Ordinal);
    // A pass that runs beside a checkpoint's copies may take this many times longer than others before it is late.
    private const int UntimedPatience = 10;

    // Seconds; what a node claims of itself may be wrong by any factor.
    private const double LongestReplay = 3600;

    private readonly List<Opening> _openings = [];
    private readonly HashSet<string> _late = [];
    private readonly SortedSet<string> _lostWith = new(StringComparer.Ordinal);
    private DateTimeOffset _lastBalance = DateTimeOffset.MinValue;
    private bool _placementChanged;
    private bool _isHandedOver;
    private DateTimeOffset? _firstReady;
    private DateTimeOffset _recoveryBegun;
    private int _number;

    /// <summary>The nodes that the lab lends from now on. One that is missing hands over what it holds, then is told to
    /// forget.</summary>
    public IReadOnlyList<RunEffect> Granted(DateTimeOffset now, IReadOnlyList<NodeGrant> grants)
    {
        if (_phase == Phase.Ended)
        {
            return Flush();
        }

        foreach (var grant in grants)
        {
            if (!_members.TryGetValue(grant.Node, out var member))
            {
                _members.Add(grant.Node, new RunMember(grant, new Reminder(now, AskAgainAfter * _settings.StartPatience)));
                Emit(new RunEffect.StartWorker(grant.Node, grant.Cores));
            }
            else if (member.Cores != grant.Cores)
            {
                member.Lend(grant);
                Resize(member);
            }
        }

        foreach (var member in _members.Values)
        {
            member.IsLeaving = grants.All(grant => grant.Node != member.Node);
        }

        // Who leaves need not take over what somebody has.
        var owned = _members.Values.SelectMany(member => member.Owned).ToList();
        _openings.RemoveAll(opening => _members[opening.Node].IsLeaving && GroupRanges.Except([opening.Range], owned).Count == 0);
        _placementChanged = true;
        return Advance(now);
    }

    /// <summary>A node's worker is there and can open slices.</summary>
    public IReadOnlyList<RunEffect> WorkerReady(DateTimeOffset now, string node)
    {
        if (_members.TryGetValue(node, out var member))
        {
            if (member.IsReady)
            {
                // Another worker, which holds nothing of what the one before did.
                DropHoldings(member);
            }

            member.IsReady = true;
            Resize(member);
            _placementChanged = true;
            ShareRecovery(now, member);
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

        DropHoldings(member);
        _placementChanged = true;
        return Advance(now);
    }

    // A worker that is still being made is told when it is there.
    private void Resize(RunMember member)
    {
        if (member.IsReady && member.WorkerCores != member.Cores)
        {
            member.WorkerCores = member.Cores;
            Emit(new RunEffect.ResizeWorker(member.Node, member.Cores));
        }
    }

    private void DropHoldings(RunMember member)
    {
        if (member.Owned.Count > 0)
        {
            _lostWith.Add(member.Node);
        }

        member.Owned = [];
        member.Delivered = [];
        member.MayHold = false;
        _openings.RemoveAll(opening => opening.Node == member.Node);
        AbandonCopyOf(member.Node);
        _evaluation?.LoseSight(member.Node);
    }

    private void Remove(RunMember member)
    {
        DropHoldings(member);
        _lostWith.Remove(member.Node);
        _members.Remove(member.Node);
        Emit(new RunEffect.StopWorker(member.Node));
    }

    private void RemoveLeaving()
    {
        foreach (var member in _members.Values.Where(member => member.IsLeaving).ToList())
        {
            Remove(member);
        }
    }

    // Gives every group an owner among those that hold it at Iteration: its opener first, as the wish to move it is newer, then
    // its owner, then anyone. False if some group is held by none.
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

        var before = _members.Values.ToDictionary(member => member.Node, member => member.Owned);
        foreach (var member in _members.Values)
        {
            member.Owned = GroupRanges.Union(chosen[member.Node]);
            NoteMoved(member.Node, GroupRanges.Except(member.Owned, before[member.Node]), before);
            _openings.RemoveAll(opening => opening.Node == member.Node
                && GroupRanges.Except([opening.Range], member.Delivered).Count == 0);
        }

        return true;
    }

    private void NoteMoved(string taker, IReadOnlyList<GroupRange> taken, Dictionary<string, IReadOnlyList<GroupRange>> before)
    {
        if (!_hasStarted)
        {
            return;
        }

        foreach (var (giver, owned) in before)
        {
            var given = GroupRanges.Intersect(taken, owned);
            taken = GroupRanges.Except(taken, given);
            if (UnitsOf(given) > 0)
            {
                Emit(new RunEffect.Note(HappeningKinds.Moved, $"{taker} takes {Share(given)} from {giver}", taker, giver));
            }
        }

        if (UnitsOf(taken) > 0)
        {
            Emit(new RunEffect.Note(HappeningKinds.Moved, $"{taker} takes {Share(taken)} that nobody held", taker));
        }
    }

    // The last group holds the output biases, and no unit.
    private string Share(IReadOnlyList<GroupRange> ranges) =>
        UnitsOf(ranges) is > 0 and var units ? $"{units} of {Counted.Of(_shape.Hidden, "unit")}" : "the output biases";

    private int UnitsOf(IReadOnlyList<GroupRange> ranges) =>
        ranges.Sum(range => UnitsBefore(range.End) - UnitsBefore(range.First));

    // Nothing of the experiment is left on a node.
    private void Release(RunMember member)
    {
        if (member.IsLeaving)
        {
            Remove(member);
        }
        else if (member.MayHold)
        {
            member.MayHold = false;
            Emit(new RunEffect.Forget(member.Node, _number));
        }
    }

    // Opens anew what nobody holds or is opening.
    private void Recover(DateTimeOffset now)
    {
        var held = _members.Values.SelectMany(member => GroupRanges.Union([.. member.Owned, .. member.Delivered]));
        var missing = GroupRanges.Except(
            [new GroupRange(0, _shape.Groups)], [.. held, .. _openings.Select(opening => opening.Range)]);
        if (_isHeld && missing.Count > 0 && _members.Values.All(member => member.IsLeaving))
        {
            // Nobody stays who could open it: what was committed is all there is.
            RemoveLeaving();
            AnnounceHeld(_checkpointed ?? 0);
            return;
        }

        var ready = _members.Values.Where(member => member.IsReady && !member.IsLeaving).ToList();
        var prompt = ready.Where(member => !_late.Contains(member.Node)).ToList();
        var able = prompt.Count > 0 ? prompt : ready;
        if (missing.Count == 0 || able.Count == 0 || (!_hasStarted && IsWaitingForOthers(now)))
        {
            return;
        }

        if (_hasStarted)
        {
            Spans.Enter(now, Activity.Opening);
        }

        if (_hasStarted && !_isHandedOver)
        {
            Recoveries++;
            var how = _lostWith.Count > 0 ? $"lost with {string.Join(", ", _lostWith)}" : "that nobody holds";
            Emit(new RunEffect.Note(HappeningKinds.Recovery,
                $"{string.Join(", ", able.Select(member => member.Node))} {(able.Count == 1 ? "opens" : "open")} "
                    + $"{Share(missing)} {how}"));
        }

        _lostWith.Clear();
        _isHandedOver = false;
        _recoveryBegun = now;
        foreach (var range in missing)
        {
            Spread(now, range, able, isRescue: false);
        }
    }

    // Everything was lost, and those that came first replay for all: whoever comes next takes a share, if that is done sooner
    // than the rest of the replay as it is.
    private void ShareRecovery(DateTimeOffset now, RunMember newcomer)
    {
        if (_spec.Kernel == GradientKernel.Naive || newcomer.IsLeaving || _openings.Count == 0
            || _members.Values.Any(member => member.Owned.Count > 0 || member.Delivered.Count > 0))
        {
            return;
        }

        var ranges = GroupRanges.Union(_openings.Select(opening => opening.Range));
        var members = _members.Values.Where(
            member => member == newcomer || _openings.Exists(opening => opening.Node == member.Node)).ToList();
        var work = (double)(Iteration - _log.Start) * _spec.BatchSize * NetShape.GroupSize;
        var left = _openings.Max(opening => work * opening.Range.Count / SpeedOf(_members[opening.Node]))
            - (now - _recoveryBegun).TotalSeconds;
        var shared = work * GroupRanges.Count(ranges) / members.Sum(SpeedOf);
        if (shared > left * (1 - _settings.BalanceGain))
        {
            return;
        }

        _openings.Clear();
        foreach (var member in members.Where(member => member.MayHold))
        {
            member.MayHold = false;
            Emit(new RunEffect.Forget(member.Node, _number));
        }

        foreach (var range in ranges)
        {
            Spread(now, range, members, isRescue: false);
        }

        _recoveryBegun = now;
    }

    // Nodes that were granted together start together, if they are ready soon.
    private bool IsWaitingForOthers(DateTimeOffset now)
    {
        _firstReady ??= now;
        return _members.Values.Any(member => !member.IsReady) && now - _firstReady < _settings.StartPatience;
    }

    // Has the nodes open a range between them, each its share.
    private void Spread(DateTimeOffset now, GroupRange range, IReadOnlyList<RunMember> members, bool isRescue)
    {
        foreach (var (member, part) in Pair(members, range).Where(pair => pair.Share.Count > 0))
        {
            Open(now, member, part, isRescue);
        }
    }

    // Each node's share of a range. The naive kernel perturbs one parameter of the whole net, and so must hold the whole net.
    private List<(RunMember Member, GroupRange Share)> Pair(IReadOnlyList<RunMember> members, GroupRange range) =>
        _spec.Kernel == GradientKernel.Naive
            ? [(members[0], range)]
            : [.. members.Zip(GroupSplit.Cut(range, [.. members.Select(SpeedOf)], _shape.UnitGroups))];

    // What is expected of a node and what a run measures are of different scale: one that has not made a pass yet is taken to be
    // off by as much as those that have.
    private double SpeedOf(RunMember member)
    {
        var measured = _members.Values.Where(other => other.IsMeasured).ToList();
        return member.IsMeasured || measured.Count == 0
            ? member.Speed
            : member.Speed * measured.Sum(other => other.Speed) / measured.Sum(other => other.ExpectedSpeed);
    }

    // The naive kernel perturbs the net as a whole, so that it is opened as a whole.
    private void Open(DateTimeOffset now, RunMember member, GroupRange range, bool isRescue)
    {
        var replay = (double)(Iteration - _log.Start) * range.Count * NetShape.GroupSize * _spec.BatchSize / SpeedOf(member);
        var transfer = range.Count * NetShape.GroupSize * (double)(_shape.Inputs + _shape.Classes) * sizeof(double)
            / BytesASecond;
        var patience = AskAgainAfter * (_clock.Deadline(now) + TimeSpan.FromSeconds(Math.Min(LongestReplay, replay + transfer)));
        foreach (var part in _spec.Kernel == GradientKernel.Naive ? [range] : Transfers(range))
        {
            OpenPart(new Opening(++_number, member.Node, part, Iteration, isRescue, now, new Reminder(now, patience)), member);
        }
    }

    private void OpenPart(Opening opening, RunMember member)
    {
        _openings.Add(opening);
        member.MayHold = true;
        Ask(opening);
    }

    private void Ask(Opening opening)
    {
        Emit(new RunEffect.OpenSlice(opening.Node, opening.Number, opening.Range, _log.Start));
        if (Iteration > _log.Start)
        {
            Emit(new RunEffect.Replay(opening.Node, opening.Number, _log.Start, _log.Before(Iteration)));
        }
    }

    private List<int> OpeningsOf(RunMember member) =>
        [.. _openings.Where(opening => opening.Node == member.Node).Select(opening => opening.Number)];

    // Has the slices of nodes that are past the deadline opened by those that are not.
    private void ReplaceStragglers(DateTimeOffset now)
    {
        var deadline = _clock.Deadline(now);
        if (now - _passStarted <= deadline || (!_passIsTimed && (now - _passStarted) / UntimedPatience <= deadline))
        {
            return;
        }

        Rescue(now, [.. _members.Values.Where(member => !member.HasDelivered)], $"iteration {Iteration}", now - _passStarted);
    }

    // Has what late nodes own opened by those that are not.
    private void Rescue(DateTimeOffset now, IReadOnlyList<RunMember> late, string what, TimeSpan by)
    {
        var able = _members.Values
            .Where(member => member.IsReady && !member.IsLeaving && member.HasDelivered && !late.Contains(member)
            && !_late.Contains(member.Node))
            .ToList();
        if (able.Count == 0)
        {
            return;
        }

        foreach (var member in late)
        {
            if (_late.Add(member.Node))
            {
                member.Slow();
                var text = string.Create(
                    CultureInfo.InvariantCulture,
                        $"{member.Node} is late with {what} by {by.TotalSeconds:F1} s; its slice is opened elsewhere");
                Emit(new RunEffect.Note(HappeningKinds.Straggler, text, member.Node));
            }

            // Looked at anew every time: whoever opened it may be gone by now.
            var covered = _openings.Select(opening => opening.Range)
                .Concat(_members.Values.Where(other => other != member).SelectMany(other => other.Delivered));
            foreach (var range in GroupRanges.Except(member.Owned, covered))
            {
                Spread(now, range, able, isRescue: true);
            }
        }
    }

    // A late node that has answered all the same was only slow; one that has not was replaced.
    private void JudgeAlarms(DateTimeOffset now)
    {
        var slow = _late.Count(node => _members.TryGetValue(node, out var member) && member.Delivered.Count > 0);
        Recoveries += _late.Count - slow;
        if (slow > 0)
        {
            _clock.AlarmWasFalse(now);
        }

        _late.Clear();
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
            .Where(member => member.IsReady && !member.IsLeaving && !_late.Contains(member.Node))
            .OrderBy(member => member.Owned.Count > 0 ? member.Owned[0].First : int.MaxValue)
            .ToList();
        if (members.Count == 0)
        {
            return;
        }

        var shares = Pair(members, new GroupRange(0, _shape.Groups));
        var slowest = members.Max(member => GroupRanges.Count(member.Owned) / SpeedOf(member));
        var wished = shares.Max(pair => pair.Share.Count / SpeedOf(pair.Member));

        // A node that was lent and holds nothing is of no use to anybody: whether it is worth it was decided when it was lent.
        var gain = shares.Exists(pair => pair.Member.Owned.Count == 0 && pair.Share.Count > 0) ? 0 : _settings.BalanceGain;
        if (wished < slowest * (1 - gain)
            || GroupRanges.Count(members.SelectMany(member => member.Owned)) < _shape.Groups)
        {
            if (IsReplayLong(now))
            {
                // From a new checkpoint the new holders catch up sooner.
                BeginCheckpoint(now);
                _placementChanged = true;
                return;
            }

            foreach (var (member, share) in shares)
            {
                foreach (var missing in GroupRanges.Except([share], member.Owned))
                {
                    Open(now, member, missing, isRescue: false);
                }
            }
        }
    }

    // An opening that answers for an iteration that is over has replayed all it was given. Left to race with the slice's owner it
    // might lose for ever: so that the run waits for it once.
    private void AwaitOpenings(DateTimeOffset now, string node, int iteration, IReadOnlyList<GroupRange> ranges)
    {
        foreach (var opening in _openings.Where(
            opening => opening.Node == node && iteration >= opening.BegunAt && ranges.Contains(opening.Range)))
        {
            opening.Reached ??= now;
            if (iteration > opening.BegunAt)
            {
                // It had nothing left to do, and is behind by the way of its messages alone.
                Await(now, opening, Iteration - iteration);
            }
        }
    }

    // A node that has little time beside its own share does not catch up while passes go on. It gets twice as long as it took so
    // far.
    private void AwaitSlowOpenings(DateTimeOffset now)
    {
        foreach (var opening in _openings.Where(opening => opening is { Reached: { } reached, AwaitedSince: null }
            && now - reached > _clock.Deadline(now) && now - reached > 2 * (reached - opening.Begun)))
        {
            Await(now, opening, Iteration - opening.BegunAt);
        }
    }

    private void Await(DateTimeOffset now, Opening opening, int behind)
    {
        opening.AwaitedSince ??= now;

        // Twice what the passes that it is behind should take.
        opening.Patience ??= _clock.Deadline(now) + TimeSpan.FromSeconds(
            2.0 * behind * opening.Range.Count * NetShape.GroupSize * _spec.BatchSize / SpeedOf(_members[opening.Node]));
    }

    private void GiveUpAwaited(DateTimeOffset now)
    {
        foreach (var opening in _openings.Where(opening => now - opening.AwaitedSince > opening.Patience).ToList())
        {
            _openings.Remove(opening);
            _members[opening.Node].Slow();
            Emit(new RunEffect.Note(HappeningKinds.Note,
                $"{opening.Node} does not catch up; {Share([opening.Range])} stay where they are", opening.Node));
        }
    }

    private sealed class Opening(int number, string node, GroupRange range, int begunAt, bool isRescue, DateTimeOffset begun,
        Reminder reminder)
    {
        public int Number { get; } = number;

        public string Node { get; } = node;

        public GroupRange Range { get; } = range;

        /// <summary>The iteration that it was given the logits to reach at once.</summary>
        public int BegunAt { get; } = begunAt;

        public bool IsRescue { get; } = isRescue;

        public DateTimeOffset Begun { get; } = begun;

        /// <summary>When the node is asked for it again, as long as nothing was heard of it.</summary>
        public Reminder Reminder { get; } = reminder;

        /// <summary>When the run does something about it.</summary>
        public DateTimeOffset Due => AwaitedSince is { } since && Patience is { } patience ? since + patience : Reminder.Due;

        /// <summary>When it was seen to have reached that iteration.</summary>
        public DateTimeOffset? Reached { get; set; }

        /// <summary>Since when passes wait for it; null while they do not.</summary>
        public DateTimeOffset? AwaitedSince { get; set; }

        /// <summary>How long they may wait for it.</summary>
        public TimeSpan? Patience { get; set; }
    }
}
