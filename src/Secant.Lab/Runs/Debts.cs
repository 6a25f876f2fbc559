using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>What a run waits for: who owes it, by when, and that somebody does.</summary>
internal sealed class Debts(RunParts parts, PassCycle cycle)
{
    private static readonly DebtKind[] StopsPasses =
        [DebtKind.Evaluation, DebtKind.Copy, DebtKind.Commit, DebtKind.Continue, DebtKind.Node];

    /// <summary>All that the run waits for now.</summary>
    public IEnumerable<Debt> Find()
    {
        var isJoining = cycle.Phase == RunPhase.Joining;
        var debts = parts.Owners.Debts
            .Concat(parts.Replays.Debts)
            .Concat(parts.Owners.Members.Where(member => isJoining && !member.HasDelivered)
                .Select(member => new Debt(DebtKind.Pass, member.Node, parts.Join.Due)))
            .Concat(cycle.Phase == RunPhase.Between ? parts.Evaluations.Debts : [])
            .Concat(parts.Checkpoints.Debts);
        if (!cycle.HasStarted && parts.Recovery.StartsBy is { } start)
        {
            debts = debts.Append(new Debt(DebtKind.Start, null, start));
        }

        if (parts.Owners.AreAllLeaving)
        {
            debts = debts.Append(new Debt(DebtKind.Node, null, null));
        }

        return cycle.IsHeld ? debts.Append(new Debt(DebtKind.Continue, null, null)) : debts;
    }

    /// <summary>What was lost on its way, or dropped by whom it reached, is asked for again. A node that has it takes no
    /// notice.</summary>
    public void Remind(DateTimeOffset now)
    {
        parts.Owners.Remind(now);
        parts.Replays.Remind(now, cycle.Iteration);
        if (cycle.Phase == RunPhase.Joining && parts.Join.Strikes(now))
        {
            foreach (var member in parts.Owners.Members.Where(member => !member.HasDelivered))
            {
                parts.Context.Emit(new RunEffect.Pass(
                    member.Node, cycle.Iteration - 1, member.Owned, parts.Replays.NumbersOf(member), parts.Join.Logits));
            }
        }

        if (cycle.Phase == RunPhase.Between)
        {
            parts.Evaluations.Remind(now, cycle.Iteration);
        }

        parts.Checkpoints.Remind(now);
    }

    /// <summary>Holds in release, too: a run that breaks a rule of its own is begun anew from its last checkpoint, and says
    /// so.</summary>
    public void CheckInvariants()
    {
        var end = parts.Context.Log.End;
        Require(end == cycle.Iteration, $"the log ends at {end}, the run is at {cycle.Iteration}");
        Require(AreDisjoint([.. parts.Owners.Owned]), "a group has two owners");
        var debts = Find().ToList();
        foreach (var debt in debts.Where(debt => debt.Node is not null))
        {
            var isThere = parts.Owners.Find(debt.Node!) is { } member && (member.IsReady || debt.Kind == DebtKind.Worker);
            Require(isThere, $"{debt.Kind} is owed by {debt.Node}, which has no worker");
            Require(debt.Due is not null, $"{debt.Kind} of {debt.Node} has no deadline");
        }

        if (!parts.Recovery.IsNeedless)
        {
            var waits = debts.Exists(debt => debt.Kind is DebtKind.Start or DebtKind.Node)
                || (cycle.IsHeld && parts.Checkpoints.Last == cycle.Iteration)
                || !parts.Owners.Takers.Any();
            Require(waits, "nobody is asked for a group that nobody holds");
        }
        else if (cycle.Phase == RunPhase.Between && parts.Owners.IsCovered)
        {
            var waits = debts.Exists(debt => StopsPasses.Contains(debt.Kind)) || parts.Replays.IsAwaited;
            Require(waits, "no pass is made, and nobody is asked for what has to come first");
        }
    }

    private static bool AreDisjoint(IReadOnlyList<GroupRange> ranges) =>
        GroupRanges.Count(GroupRanges.Union(ranges)) == GroupRanges.Count(ranges);

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"at iteration {cycle.Iteration}, {cycle.Phase}: {otherwise}");
        }
    }
}
