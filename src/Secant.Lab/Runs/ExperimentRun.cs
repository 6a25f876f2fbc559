using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Lab.Runs;

/// <summary>
/// One life of an experiment as a state machine without I/O: what happened comes in with the time, what is to be done comes out
/// as effects. It joins the partial logits of each pass, decides who owns which slice, and when to evaluate and to take a
/// checkpoint.
/// </summary>
/// <remarks>
/// Iteration t is complete when what has been delivered for it covers all groups, whoever delivered it: equal slices have equal
/// bits, so that it does not matter which of two holders was first. Ownership is then chosen anew among those that delivered. A
/// lost slice, a slice that moves to a new node and a resumed run are the same thing: a replay, fed with the logits since the
/// last checkpoint.
/// </remarks>
public sealed class ExperimentRun
{
    private readonly RunParts _parts;
    private readonly PassCycle _cycle;
    private readonly Debts _debts;

    /// <param name="spec">The experiment.</param>
    /// <param name="train">Its train images.</param>
    /// <param name="test">Its test images.</param>
    /// <param name="classes">Classes of the data set.</param>
    /// <param name="settings">How it is watched over.</param>
    /// <param name="start">Where it starts: the last checkpoint, or iteration 0.</param>
    public ExperimentRun(
        ExperimentSpec spec, SparseImageSet train, SparseImageSet test, int classes, RunSettings settings, RunStart start)
    {
        _parts = new RunParts(spec, train, test, classes, settings, start);
        _cycle = new PassCycle(_parts, start);
        _debts = new Debts(_parts, _cycle);
    }

    /// <summary>Passes made by all slices.</summary>
    public int Iteration => _cycle.Iteration;

    /// <summary>Mean cross-entropy of the batch of the last pass.</summary>
    public double? Loss => _cycle.Loss;

    public IReadOnlyList<CurvePoint> Curve => _parts.Evaluations.Curve;

    public double? TrainAccuracy => _parts.Evaluations.TrainAccuracy;

    /// <summary>Slices opened anew after a loss.</summary>
    public int Recoveries => _parts.Recovery.Count;

    /// <summary>Nodes that hold slices.</summary>
    public int Nodes => _parts.Owners.Owners.Count();

    /// <summary>Hidden units that each node computes with.</summary>
    public IReadOnlyDictionary<string, int> UnitsByNode => _parts.Owners.UnitsByNode;

    /// <summary>Samples times units a second on one core of each node, as its passes took; nodes that made none are
    /// missing.</summary>
    public IReadOnlyDictionary<string, double> SpeedPerCore => _parts.Speeds.PerCore;

    public PassMilliseconds? PassMilliseconds => _parts.Context.Clock.Summary();

    /// <summary>The time from one checkpoint's copy to the next one's, as things go.</summary>
    public TimeSpan CheckpointInterval => _parts.Policy.Interval;

    /// <summary>Where the time goes; the coordinator adds its own.</summary>
    public SpanLedger Spans => _cycle.Spans;

    public bool HasEnded => _cycle.Phase == RunPhase.Ended;

    /// <summary>All that the run waits for now.</summary>
    public IReadOnlyList<Debt> Debts => HasEnded ? [] : [.. _debts.Find()];

    /// <summary>Seconds that a pass takes on top of computing when several nodes make it; null while that is not known.</summary>
    public double? SplitSeconds(DateTimeOffset now) => _parts.Speeds.SplitSeconds(now);

    /// <summary>The nodes that the lab lends from now on. One that is missing hands over what it holds, then is told to
    /// forget.</summary>
    public IReadOnlyList<RunEffect> Granted(DateTimeOffset now, IReadOnlyList<NodeGrant> grants)
    {
        if (HasEnded)
        {
            return Flush();
        }

        _parts.Owners.Grant(now, grants);
        _parts.Replays.DropNeedless();
        _parts.Balancer.PlacementChanged();
        return Advance(now);
    }

    /// <summary>A node's worker is there and can open slices.</summary>
    public IReadOnlyList<RunEffect> WorkerReady(DateTimeOffset now, string node)
    {
        if (_parts.Owners.Find(node) is { } member)
        {
            if (member.IsReady)
            {
                // Another worker, which holds nothing of what the one before did.
                _parts.Departures.Drop(member);
            }

            member.IsReady = true;
            _parts.Owners.Resize(member);
            _parts.Balancer.PlacementChanged();
            _parts.Recovery.ShareWith(now, Iteration, member);
        }

        return Advance(now);
    }

    /// <summary>A node is gone, with all that it held.</summary>
    public IReadOnlyList<RunEffect> Lost(DateTimeOffset now, string node)
    {
        if (HasEnded || _parts.Owners.Find(node) is not { } member)
        {
            return Flush();
        }

        _parts.Departures.Drop(member);
        _parts.Owners.Remove(node);
        _parts.Balancer.PlacementChanged();
        return Advance(now);
    }

    /// <summary>A node answers: what it holds is after some iteration, and these are its partial logits for the next
    /// batch.</summary>
    public IReadOnlyList<RunEffect> Answered(
        DateTimeOffset now,
        string node,
        int iteration,
        IReadOnlyList<GroupRange> ranges,
        IReadOnlyList<PartialLogits> partials,
        double computeSeconds,
        int? opening = null)
    {
        // What was on its way when an opening was given up is not to be counted on: its worker has dropped it since.
        var isOfNoUse = opening is { } number && !_parts.Replays.Has(number);
        if (HasEnded || isOfNoUse || _parts.Owners.Find(node) is not { } member)
        {
            return Flush();
        }

        if (iteration != Iteration)
        {
            _parts.Replays.Answered(now, Iteration, node, iteration, ranges);
            return Flush();
        }

        if (!_parts.Join.Add(partials))
        {
            return Fail($"node {node} gave other bits than another holder of the same slice; run 'secant check' on it");
        }

        member.Delivered = GroupRanges.Union([.. member.Delivered, .. ranges]);
        if (computeSeconds > 0)
        {
            Spans.Arrived(now, node, computeSeconds);
            _parts.Speeds.NodeTook(member, GroupRanges.Count(ranges), computeSeconds);
        }

        return Advance(now);
    }

    /// <summary>A node could not make a pass: a loss or partial derivative is not finite.</summary>
    public IReadOnlyList<RunEffect> Diverged(int iteration)
    {
        if (!HasEnded)
        {
            _cycle.EndNotFinite(iteration);
        }

        return Flush();
    }

    /// <summary>A node answers with partial logits of consecutive images.</summary>
    public IReadOnlyList<RunEffect> Evaluated(
        DateTimeOffset now, string node, int iteration, bool test, int first, IReadOnlyList<PartialLogits> partials)
    {
        if (_cycle.Phase != RunPhase.Between || iteration != Iteration)
        {
            return Flush();
        }

        return _parts.Evaluations.Answered(now, iteration, Loss, node, test, first, partials) switch
        {
            EvaluationStep.IsDone => Advance(now),
            EvaluationStep.Differs => Fail($"node {node} evaluated to other bits than another holder of the same slice"),
            EvaluationStep.Waits => Flush(),
            var other => throw new InvalidOperationException($"{other} is no step of an evaluation"),
        };
    }

    /// <summary>A node's copy of a slice has arrived.</summary>
    public IReadOnlyList<RunEffect> SliceCopied(int iteration, GroupRange range, ReadOnlyMemory<byte> values)
    {
        if (!HasEnded)
        {
            _parts.Checkpoints.Copied(iteration, range, values);
        }

        return Flush();
    }

    /// <summary>A checkpoint is durable.</summary>
    public IReadOnlyList<RunEffect> CheckpointCommitted(DateTimeOffset now, int iteration) =>
        !HasEnded && _parts.Checkpoints.Committed(now, iteration) ? Advance(now) : Flush();

    /// <summary>Asks for a checkpoint at the next iteration and stops there; <see cref="RunEffect.Held"/> says when.</summary>
    public IReadOnlyList<RunEffect> Hold(DateTimeOffset now)
    {
        _cycle.Hold();
        return Advance(now);
    }

    /// <summary>Goes on after <see cref="Hold"/>.</summary>
    public IReadOnlyList<RunEffect> Continue(DateTimeOffset now)
    {
        _cycle.Continue();
        return Advance(now);
    }

    /// <summary>Time has passed: looks for what is late or due.</summary>
    public IReadOnlyList<RunEffect> Tick(DateTimeOffset now)
    {
        if (_cycle.Phase == RunPhase.Joining && _cycle.HasStarted)
        {
            _parts.Lateness.ReplaceStragglers(now, Iteration, _parts.Join);
        }
        else if (_cycle.Phase == RunPhase.Between && _parts.Evaluations.Round is { } round)
        {
            _parts.Lateness.ReplaceEvaluators(now, Iteration, round);
        }

        _parts.Replays.AwaitSlow(now, Iteration);
        _parts.Replays.GiveUpAwaited(now);
        _debts.Remind(now);
        return Advance(now);
    }

    private RunEffect[] Advance(DateTimeOffset now)
    {
        _cycle.Advance(now);
        return Flush();
    }

    private RunEffect[] Fail(string reason)
    {
        _cycle.End(new RunEffect.Fail(Iteration, reason));
        return Flush();
    }

    private RunEffect[] Flush()
    {
        if (!HasEnded)
        {
            _debts.CheckInvariants();
        }

        return _parts.Context.TakeEffects();
    }
}
