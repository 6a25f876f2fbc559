using Secant.Core.Slicing;
using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>Opens anew what nobody holds or is opening, at the start and after a loss.</summary>
internal sealed class LossRecovery(
    RunContext run, SliceOwners owners, Replays replays, SpeedMeter speeds, LatenessPolicy lateness)
{
    private DateTimeOffset? _firstReady;
    private DateTimeOffset _begun;

    /// <summary>Slices opened anew after a loss.</summary>
    public int Count { get; set; }

    /// <summary>Nodes that left have handed over what they held: whoever opens it recovers nothing.</summary>
    public bool IsHandedOver { get; set; }

    /// <summary>When the first ready node waits no longer for others; null before it is ready.</summary>
    public DateTimeOffset? StartsBy => _firstReady + run.Settings.StartPatience;

    /// <summary>Somebody holds or is opening every group.</summary>
    public bool IsNeedless => GroupRanges.CoverAll(Asked, run.Shape.Groups);

    private IEnumerable<GroupRange> Asked => owners.Owned.Concat(owners.Delivered).Concat(replays.Ranges);

    /// <summary>What nobody holds or is opening.</summary>
    public IReadOnlyList<GroupRange> Missing() => GroupRanges.Except([run.AllGroups], Asked);

    /// <summary>Has what is missing opened. False if nobody can, or nothing is missing.</summary>
    public bool Begin(DateTimeOffset now, int iteration, IReadOnlyList<GroupRange> missing, bool hasStarted)
    {
        var ready = owners.Takers.ToList();
        var prompt = ready.Where(member => !lateness.IsLate(member)).ToList();
        var able = prompt.Count > 0 ? prompt : ready;
        if (missing.Count == 0 || able.Count == 0 || (!hasStarted && IsWaitingForOthers(now)))
        {
            return false;
        }

        if (hasStarted && !IsHandedOver)
        {
            Count++;
            var how = owners.LostWith.Count > 0 ? $"lost with {string.Join(", ", owners.LostWith)}" : "that nobody holds";
            run.Emit(new RunEffect.Note(HappeningKinds.Recovery,
                $"{string.Join(", ", able.Select(member => member.Node))} {(able.Count == 1 ? "opens" : "open")} "
                    + $"{run.Share(missing)} {how}"));
        }

        owners.LostWith.Clear();
        IsHandedOver = false;
        Spread(now, iteration, missing, able);
        return true;
    }

    /// <summary>
    /// Everything was lost, and those that came first replay for all: whoever comes next takes a share, if that is done sooner
    /// than the rest of the replay as it is.
    /// </summary>
    public void ShareWith(DateTimeOffset now, int iteration, RunMember newcomer)
    {
        if (run.IsWhole || newcomer.IsLeaving || replays.All.Count == 0 || owners.Owned.Any() || owners.Delivered.Any())
        {
            return;
        }

        var ranges = GroupRanges.Union(replays.Ranges);
        var members = owners.Members.Where(
            member => member == newcomer || replays.All.Any(replay => replay.Node == member.Node)).ToList();
        var passes = iteration - run.Log.Start;
        var left = replays.All.Max(replay => speeds.Seconds(owners[replay.Node], passes, replay.Range.Count))
            - (now - _begun).TotalSeconds;
        var shared = speeds.Work(passes, GroupRanges.Count(ranges)) / members.Sum(speeds.Of);
        if (shared > left * (1 - run.Settings.BalanceGain))
        {
            return;
        }

        replays.Clear();
        foreach (var member in members.Where(member => member.MayHold))
        {
            member.MayHold = false;
            replays.Forget(member);
        }

        Spread(now, iteration, ranges, members);
    }

    private void Spread(DateTimeOffset now, int iteration, IReadOnlyList<GroupRange> ranges, IReadOnlyList<RunMember> members)
    {
        foreach (var range in ranges)
        {
            replays.Spread(now, iteration, range, members, isRescue: false);
        }

        _begun = now;
    }

    // Nodes that were granted together start together, if they are ready soon.
    private bool IsWaitingForOthers(DateTimeOffset now)
    {
        _firstReady ??= now;
        return owners.Members.Any(member => !member.IsReady) && now - _firstReady < run.Settings.StartPatience;
    }
}
