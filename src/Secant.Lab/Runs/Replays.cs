using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>The slices on their way: opened anew, fed with the logits since the last checkpoint, and waited for.</summary>
internal sealed class Replays(RunContext run, SliceOwners owners, SpeedMeter speeds)
{
    private readonly List<SliceReplay> _replays = [];
    private int _number;

    public IReadOnlyList<SliceReplay> All => _replays;

    public IEnumerable<GroupRange> Ranges => _replays.Select(replay => replay.Range);

    /// <summary>Passes wait for one of them.</summary>
    public bool IsAwaited => _replays.Exists(replay => replay.AwaitedSince is not null);

    public IEnumerable<Debt> Debts => _replays.Select(replay => new Debt(DebtKind.Replay, replay.Node, replay.Due));

    public bool Has(int number) => _replays.Exists(replay => replay.Number == number);

    public List<int> NumbersOf(RunMember member) =>
        [.. _replays.Where(replay => replay.Node == member.Node).Select(replay => replay.Number)];

    public void Clear() => _replays.Clear();

    public void DropOf(string node) => _replays.RemoveAll(replay => replay.Node == node);

    public void DropRescues() => _replays.RemoveAll(replay => replay.IsRescue);

    /// <summary>Who leaves need not take over what somebody has.</summary>
    public void DropNeedless()
    {
        var owned = owners.Owned.ToList();
        _replays.RemoveAll(replay =>
            owners[replay.Node].IsLeaving && GroupRanges.Except([replay.Range], owned).Count == 0);
    }

    public void DropDelivered() => _replays.RemoveAll(replay =>
        GroupRanges.Except([replay.Range], owners[replay.Node].Delivered).Count == 0);

    /// <summary>Nothing of the experiment is left on a node.</summary>
    public void Forget(RunMember member) => run.Emit(new RunEffect.Forget(member.Node, _number));

    /// <summary>Has the nodes open a range between them, each its share.</summary>
    public void Spread(DateTimeOffset now, int iteration, GroupRange range, IReadOnlyList<RunMember> members, bool isRescue)
    {
        foreach (var (member, part) in speeds.Split(members, range).Where(pair => pair.Share.Count > 0))
        {
            Open(now, iteration, member, part, isRescue);
        }
    }

    public void Open(DateTimeOffset now, int iteration, RunMember member, GroupRange range, bool isRescue)
    {
        var replay = speeds.Seconds(member, iteration - run.Log.Start, range.Count);
        var transfer = range.Count * NetShape.GroupSize * (double)(run.Shape.Inputs + run.Shape.Classes) * sizeof(double)
            / SpeedMeter.BytesASecond;
        var patience = Reminder.AskAgainAfter * (run.Clock.Deadline(now) + SpeedMeter.Bounded(replay + transfer));
        foreach (var part in run.IsWhole ? [range] : run.Transfers(range))
        {
            var one = new SliceReplay(++_number, member.Node, part, iteration, isRescue, now, new Reminder(now, patience));
            _replays.Add(one);
            member.MayHold = true;
            Ask(one, iteration);
        }
    }

    public void Remind(DateTimeOffset now, int iteration)
    {
        foreach (var replay in _replays.Where(replay => replay.Reached is null && replay.Reminder.Strikes(now)))
        {
            Ask(replay, iteration);
        }
    }

    /// <summary>
    /// A replay that answers for an iteration that is over has replayed all it was given. Left to race with the slice's owner it
    /// might lose for ever: so that the run waits for it once.
    /// </summary>
    public void Answered(DateTimeOffset now, int iteration, string node, int reached, IReadOnlyList<GroupRange> ranges)
    {
        foreach (var replay in _replays.Where(
            replay => replay.Node == node && reached >= replay.BegunAt && ranges.Contains(replay.Range)))
        {
            replay.Reached ??= now;
            if (reached > replay.BegunAt)
            {
                // It had nothing left to do, and is behind by the way of its messages alone.
                Await(now, replay, iteration - reached);
            }
        }
    }

    /// <summary>
    /// A node that has little time beside its own share does not catch up while passes go on. It gets twice as long as it took so
    /// far.
    /// </summary>
    public void AwaitSlow(DateTimeOffset now, int iteration)
    {
        foreach (var replay in _replays.Where(replay => replay is { Reached: { } reached, AwaitedSince: null }
            && now - reached > run.Clock.Deadline(now) && now - reached > 2 * (reached - replay.Begun)))
        {
            Await(now, replay, iteration - replay.BegunAt);
        }
    }

    public void GiveUpAwaited(DateTimeOffset now)
    {
        foreach (var replay in _replays.Where(replay => now - replay.AwaitedSince > replay.Patience).ToList())
        {
            _replays.Remove(replay);
            owners[replay.Node].Slow();
            run.Emit(new RunEffect.Note(HappeningKinds.Note,
                $"{replay.Node} does not catch up; {run.Share([replay.Range])} stay where they are", replay.Node));
        }
    }

    private void Ask(SliceReplay replay, int iteration)
    {
        run.Emit(new RunEffect.OpenSlice(replay.Node, replay.Number, replay.Range, run.Log.Start));
        if (iteration > run.Log.Start)
        {
            run.Emit(new RunEffect.Replay(replay.Node, replay.Number, run.Log.Start, run.Log.Before(iteration)));
        }
    }

    private void Await(DateTimeOffset now, SliceReplay replay, int behind)
    {
        replay.AwaitedSince ??= now;

        // Twice what the passes that it is behind should take.
        replay.Patience ??= run.Clock.Deadline(now)
            + TimeSpan.FromSeconds(2 * speeds.Seconds(owners[replay.Node], behind, replay.Range.Count));
    }
}
