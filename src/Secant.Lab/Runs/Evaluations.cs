using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>What an answer to an evaluation changes.</summary>
internal enum EvaluationStep
{
    Waits,

    IsDone,

    /// <summary>Two holders of the same slice differ.</summary>
    Differs,
}

/// <summary>Evaluations: they belong to an iteration, run between passes, and any holder may answer them.</summary>
internal sealed class Evaluations(
    RunContext run, SliceOwners owners, SpeedMeter speeds, SparseImageSet train, SparseImageSet test,
    IReadOnlyList<CurvePoint> start)
{
    private readonly List<CurvePoint> _curve = [.. start];

    /// <summary>The evaluation under way.</summary>
    public EvaluationRound? Round { get; private set; }

    public IReadOnlyList<CurvePoint> Curve => _curve;

    public double? TrainAccuracy { get; private set; }

    public IEnumerable<Debt> Debts => Round is { } round
        ? round.Debtors.Select(node => new Debt(DebtKind.Evaluation, node, round.Reminder.Due))
        : [];

    private int ChunkSize => Math.Max(1, run.Settings.EvaluationBytes / (run.Shape.Classes * sizeof(double)) / 4);

    /// <summary>True if no pass is made after an iteration.</summary>
    public bool IsLast(int iteration) => EvaluationSchedule.IsLast(run.Spec, iteration, _curve);

    /// <summary>True if all is known that has to be known of an iteration before the next pass, or the end.</summary>
    public bool AreDone(int iteration) => HasTested(iteration) && (!IsLast(iteration) || TrainAccuracy is not null);

    /// <summary>Begins what is due, or asks again those who own the slices now.</summary>
    public void Continue(DateTimeOffset now, int iteration)
    {
        var isTest = !HasTested(iteration);
        var asked = string.Join(' ', owners.Owners.Select(member => $"{member.Node}{string.Concat(member.Owned)}"));
        if (Round is null || Round.Test != isTest)
        {
            Round = new EvaluationRound(isTest, isTest ? test : train, ChunkSize, asked, NewReminder(now));
        }
        else if (Round.Owners != asked)
        {
            Round.AskAgain(asked);
        }

        Ask(Round, now, iteration);
    }

    /// <summary>A node answers with partial logits of consecutive images.</summary>
    public EvaluationStep Answered(
        DateTimeOffset now, int iteration, double? loss, string node, bool isTest, int first,
        IReadOnlyList<PartialLogits> partials)
    {
        if (Round is not { } round || round.Test != isTest || !round.Pending.TryGetValue(first, out var sums))
        {
            return EvaluationStep.Waits;
        }

        round.Answered(node, first, now);
        round.Reminder = NewReminder(now);
        if (partials.Any(partial => !sums.Add(partial.Node, partial.Values)))
        {
            return EvaluationStep.Differs;
        }

        if (sums.Total() is not { } logits)
        {
            return EvaluationStep.Waits;
        }

        round.Pending.Remove(first);
        round.Count(first, logits, run.Shape.Classes);
        if (!round.IsDone)
        {
            Ask(round, now, iteration);
            return EvaluationStep.Waits;
        }

        Round = null;
        if (isTest)
        {
            _curve.Add(new CurvePoint(iteration, loss, round.Accuracy));
        }
        else
        {
            TrainAccuracy = round.Accuracy;
        }

        return EvaluationStep.IsDone;
    }

    public void Remind(DateTimeOffset now, int iteration)
    {
        if (Round is { } round && round.Reminder.Strikes(now))
        {
            round.AskAgain(round.Owners);
            Ask(round, now, iteration);
        }
    }

    private bool HasTested(int iteration) =>
        !EvaluationSchedule.IsDue(run.Spec, iteration) || (_curve.Count > 0 && _curve[^1].Iteration == iteration);

    // All chunks on their way are computed one after the other; a sample costs less than in a pass.
    private Reminder NewReminder(DateTimeOffset now)
    {
        var slowest = owners.Owners
            .Select(member => GroupRanges.Count(member.Owned) * NetShape.GroupSize / speeds.Of(member))
            .DefaultIfEmpty()
            .Max();
        var work = SpeedMeter.Bounded(EvaluationRound.Window * ChunkSize * slowest);
        var usual = run.Clock.Deadline(now, Round?.Longest ?? TimeSpan.Zero);
        return new Reminder(now, Reminder.AskAgainAfter * (usual + work));
    }

    private void Ask(EvaluationRound round, DateTimeOffset now, int iteration)
    {
        while (round.Next(run.Shape.Groups) is { } chunk)
        {
            foreach (var member in owners.Owners)
            {
                round.Asked(member.Node, chunk.First, now);
                run.Emit(new RunEffect.Evaluate(member.Node, iteration, round.Test, chunk.First, chunk.Count));
            }
        }
    }
}
