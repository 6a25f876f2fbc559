using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <content>What the run waits for: who owes it, by when, and what the run does then.</content>
public sealed partial class ExperimentRun
{
    // A question is put again long after an answer is late: the node may be slow, and a second answer costs it time.
    private const int AskAgainAfter = 4;

    private static readonly DebtKind[] StopsPasses =
        [DebtKind.Evaluation, DebtKind.Copy, DebtKind.Commit, DebtKind.Continue, DebtKind.Node];

    private Reminder? _passReminder;

    /// <summary>All that the run waits for now.</summary>
    public IReadOnlyList<Debt> Debts => [.. _phase == Phase.Ended ? [] : FindDebts()];

    private IEnumerable<Debt> FindDebts()
    {
        foreach (var member in _members.Values.Where(member => !member.IsReady))
        {
            yield return new Debt(DebtKind.Worker, member.Node, member.StartReminder.Due);
        }

        foreach (var opening in _openings)
        {
            yield return new Debt(DebtKind.Replay, opening.Node, opening.Due);
        }

        foreach (var member in _members.Values.Where(member => _phase == Phase.Joining && !member.HasDelivered))
        {
            yield return new Debt(DebtKind.Pass, member.Node, _passReminder?.Due);
        }

        foreach (var node in _phase == Phase.Between && _evaluation is not null ? _evaluation.Debtors : [])
        {
            yield return new Debt(DebtKind.Evaluation, node, _evaluation!.Reminder.Due);
        }

        foreach (var node in _copy?.Missing.Values.Distinct() ?? [])
        {
            yield return new Debt(DebtKind.Copy, node, _copy!.Reminder.Due);
        }

        if (_copy?.IsStoring == true)
        {
            yield return new Debt(DebtKind.Commit, null, null);
        }

        if (!_hasStarted && _firstReady is { } first)
        {
            yield return new Debt(DebtKind.Start, null, first + _settings.StartPatience);
        }

        if (_members.Values.All(member => member.IsLeaving))
        {
            yield return new Debt(DebtKind.Node, null, null);
        }

        if (_isHeld)
        {
            yield return new Debt(DebtKind.Continue, null, null);
        }
    }

    // What was lost on its way, or dropped by whom it reached, is asked for again. A node that has it takes no notice.
    private void AskAgain(DateTimeOffset now)
    {
        foreach (var member in _members.Values.Where(member => !member.IsReady && member.StartReminder.Strikes(now)))
        {
            Emit(new RunEffect.StartWorker(member.Node, member.Cores));
        }

        foreach (var opening in _openings.Where(opening => opening.Reached is null && opening.Reminder.Strikes(now)))
        {
            Ask(opening);
        }

        if (_phase == Phase.Joining && _passReminder?.Strikes(now) == true)
        {
            foreach (var member in _members.Values.Where(member => !member.HasDelivered))
            {
                Emit(new RunEffect.Pass(member.Node, Iteration - 1, member.Owned, OpeningsOf(member), _logits!));
            }
        }

        if (_phase == Phase.Between && _evaluation is { } evaluation && evaluation.Reminder.Strikes(now))
        {
            evaluation.AskAgain(evaluation.Owners);
            Ask(evaluation, now);
        }

        if (_copy is { IsStoring: false } copy && copy.Reminder.Strikes(now))
        {
            // The slices have moved on: only another iteration's can be had.
            _copy = null;
            _copyPatience *= 2;
        }
    }

    // Holds in release, too: a run that breaks a rule of its own is begun anew from its last checkpoint, and says so.
    private void CheckInvariants()
    {
        Require(_log.End == Iteration, $"the log ends at {_log.End}, the run is at {Iteration}");
        Require(AreDisjoint(_members.Values.SelectMany(member => member.Owned)), "a group has two owners");
        var debts = Debts;
        foreach (var debt in debts.Where(debt => debt.Node is not null))
        {
            var isThere = _members.TryGetValue(debt.Node!, out var member) && (member.IsReady || debt.Kind == DebtKind.Worker);
            Require(isThere, $"{debt.Kind} is owed by {debt.Node}, which has no worker");
            Require(debt.Due is not null, $"{debt.Kind} of {debt.Node} has no deadline");
        }

        var asked = _members.Values
            .SelectMany(member => GroupRanges.Union([.. member.Delivered, .. member.Owned]))
            .Concat(_openings.Select(opening => opening.Range));
        if (!GroupRanges.CoverAll(asked, _shape.Groups))
        {
            var waits = debts.Any(debt => debt.Kind is DebtKind.Start or DebtKind.Node)
                || (_isHeld && _checkpointed == Iteration)
                || !_members.Values.Any(member => member is { IsReady: true, IsLeaving: false });
            Require(waits, "nobody is asked for a group that nobody holds");
        }
        else if (_phase == Phase.Between
        && GroupRanges.CoverAll(_members.Values.SelectMany(member => member.Delivered), _shape.Groups))
        {
            var waits = debts.Any(debt => StopsPasses.Contains(debt.Kind))
                || _openings.Exists(opening => opening.AwaitedSince is not null);
            Require(waits, "no pass is made, and nobody is asked for what has to come first");
        }
    }

    private static bool AreDisjoint(IEnumerable<GroupRange> ranges)
    {
        var all = ranges.ToList();
        return GroupRanges.Count(GroupRanges.Union(all)) == GroupRanges.Count(all);
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"at iteration {Iteration}, {_phase}: {otherwise}");
        }
    }
}
