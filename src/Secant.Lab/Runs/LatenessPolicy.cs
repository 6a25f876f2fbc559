using System.Globalization;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>Who is late, and who opens its slices instead.</summary>
internal sealed class LatenessPolicy(RunContext run, SliceOwners owners, Replays replays)
{
    // A pass that runs beside a checkpoint's copies may take this many times longer than others before it is late.
    private const int UntimedPatience = 10;

    private readonly HashSet<string> _late = [];

    public bool IsLate(RunMember member) => _late.Contains(member.Node);

    /// <summary>Has the slices of nodes that are past the deadline opened by those that are not.</summary>
    public void ReplaceStragglers(DateTimeOffset now, int iteration, PassJoin join)
    {
        var deadline = run.Clock.Deadline(now);
        var by = now - join.Begun;
        if (by > deadline && (join.IsTimed || by / UntimedPatience > deadline))
        {
            Rescue(now, iteration, [.. owners.Members.Where(member => !member.HasDelivered)], $"iteration {iteration}", by);
        }
    }

    /// <summary>A node whose answer is all that is missing, and that takes far longer over it than any answer took.</summary>
    public void ReplaceEvaluators(DateTimeOffset now, int iteration, EvaluationRound round)
    {
        var deadline = run.Clock.Deadline(now, round.Longest);
        var late = owners.Owners.Where(member => round.Silence(member.Node, now) > deadline).ToList();
        if (late.Count > 0 && late.Count < owners.Owners.Count())
        {
            Rescue(now, iteration, late, $"the evaluation at iteration {iteration}",
                late.Max(member => round.Silence(member.Node, now)));
        }
    }

    /// <summary>A late node that has answered all the same was only slow; one that has not was replaced.</summary>
    /// <returns>How many were replaced.</returns>
    public int Judge(DateTimeOffset now)
    {
        var slow = _late.Count(node => owners.Find(node)?.Delivered.Count > 0);
        var replaced = _late.Count - slow;
        if (slow > 0)
        {
            run.Clock.AlarmWasFalse(now);
        }

        _late.Clear();
        return replaced;
    }

    private void Rescue(DateTimeOffset now, int iteration, IReadOnlyList<RunMember> late, string what, TimeSpan by)
    {
        var able = owners.Takers
            .Where(member => member.HasDelivered && !late.Contains(member) && !IsLate(member))
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
                var text = string.Create(CultureInfo.InvariantCulture,
                    $"{member.Node} is late with {what} by {by.TotalSeconds:F1} s; its slice is opened elsewhere");
                run.Emit(new RunEffect.Note(HappeningKinds.Straggler, text, member.Node));
            }

            // Looked at anew every time: whoever opened it may be gone by now.
            var covered = replays.Ranges
                .Concat(owners.Members.Where(other => other != member).SelectMany(other => other.Delivered));
            foreach (var range in GroupRanges.Except(member.Owned, covered))
            {
                replays.Spread(now, iteration, range, able, isRescue: true);
            }
        }
    }
}
