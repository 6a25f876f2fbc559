using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
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
/// lost slice, a slice that moves to a new node and a resumed run are the same thing: an opening, fed with the logits since the
/// last checkpoint.
/// </remarks>
public sealed partial class ExperimentRun
{
    private readonly ExperimentSpec _spec;
    private readonly NetShape _shape;
    private readonly SparseImageSet _train;
    private readonly SparseImageSet _test;
    private readonly BatchSchedule _batches;
    private readonly RunSettings _settings;
    private readonly LogitsLog _log;
    private readonly PassClock _clock;
    private readonly SplitCost _splitCost = new();
    private readonly List<RunEffect> _effects = [];
    private readonly List<CurvePoint> _curve;
    private SubtreeSums _sums;
    private double[]? _logits;
    private double _nextLoss;
    private bool _hasStarted;
    private bool _isHeldAnnounced;
    private Phase _phase = Phase.Joining;
    private DateTimeOffset _passStarted;
    private bool _passIsTimed;

    /// <param name="spec">The experiment.</param>
    /// <param name="train">Its train images.</param>
    /// <param name="test">Its test images.</param>
    /// <param name="classes">Classes of the data set.</param>
    /// <param name="settings">How it is watched over.</param>
    /// <param name="start">Where it starts: the last checkpoint, or iteration 0.</param>
    public ExperimentRun(
        ExperimentSpec spec, SparseImageSet train, SparseImageSet test, int classes, RunSettings settings, RunStart start)
    {
        _spec = spec;
        _shape = new NetShape(train.Dimension, spec.HiddenSize, classes);
        _train = train;
        _test = test;
        _batches = new BatchSchedule(spec.Seed, spec.BatchSize, train.Count);
        _settings = settings;
        _clock = new PassClock(settings.SliceDeadline, settings.StragglerFactor);
        _log = new LogitsLog(start.Iteration, settings.LogLimit);
        _curve = [.. start.Curve];
        _sums = new SubtreeSums(_shape.Groups);
        Spans = new SpanLedger(spec.BatchSize, start.Now);
        _checkpointed = start.FromCheckpoint ? start.Iteration : null;
        _lastCheckpoint = start.Now;
        CheckpointInterval = settings.CheckpointInterval;
        Iteration = start.Iteration;
        Loss = start.Loss;
    }

    private enum Phase
    {
        /// <summary>Waits for partial logits of <see cref="Iteration"/>.</summary>
        Joining,

        /// <summary>Between passes: logits are known, slices are at <see cref="Iteration"/>, something has to be done
        /// first.</summary>
        Between,

        Ended,
    }

    /// <summary>Passes made by all slices.</summary>
    public int Iteration { get; private set; }

    /// <summary>Mean cross-entropy of the batch of the last pass.</summary>
    public double? Loss { get; private set; }

    public IReadOnlyList<CurvePoint> Curve => _curve;

    public double? TrainAccuracy { get; private set; }

    /// <summary>Slices opened anew after a loss.</summary>
    public int Recoveries { get; private set; }

    /// <summary>Nodes that hold slices.</summary>
    public int Nodes => _members.Values.Count(member => member.Owned.Count > 0);

    /// <summary>Hidden units that each node computes with.</summary>
    public IReadOnlyDictionary<string, int> UnitsByNode => _members.Values.ToDictionary(
        member => member.Node,
        member => UnitsOf(member.Owned));

    /// <summary>Samples times units a second on one core of each node, as its passes took; nodes that made none are
    /// missing.</summary>
    public IReadOnlyDictionary<string, double> SpeedPerCore => _members.Values
        .Where(member => member.IsMeasured)
        .ToDictionary(member => member.Node, member => member.Speed / member.Cores);

    /// <summary>Seconds that a pass takes on top of computing when several nodes make it; null while that is not known.</summary>
    public double? SplitSeconds(DateTimeOffset now) => _splitCost.At(now);

    public PassMilliseconds? PassMilliseconds => _clock.Summary();

    /// <summary>Where the time goes; the coordinator adds its own.</summary>
    public SpanLedger Spans { get; }

    public bool HasEnded => _phase == Phase.Ended;

    private bool IsLast => EvaluationSchedule.IsLast(_spec, Iteration, _curve);

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
        var isOfNoUse = opening is { } number && !_openings.Exists(one => one.Number == number);
        if (_phase == Phase.Ended || isOfNoUse || !_members.TryGetValue(node, out var member))
        {
            return Flush();
        }

        if (iteration != Iteration)
        {
            AwaitOpenings(now, node, iteration, ranges);
            return Flush();
        }

        if (partials.Any(partial => !_sums.Add(partial.Node, partial.Values)))
        {
            return EndWith(new RunEffect.Fail(Iteration,
                $"node {node} gave other bits than another holder of the same slice; run 'secant check' on it"));
        }

        member.Delivered = GroupRanges.Union([.. member.Delivered, .. ranges]);
        if (computeSeconds > 0)
        {
            Spans.Arrived(now, node, computeSeconds);
            member.Measure(GroupRanges.Count(ranges) * (double)NetShape.GroupSize * _spec.BatchSize / computeSeconds);
        }

        return Advance(now);
    }

    /// <summary>A node could not make a pass: a loss or partial derivative is not finite.</summary>
    public IReadOnlyList<RunEffect> Diverged(int iteration) => _phase == Phase.Ended ? Flush() : EndWith(NotFinite(iteration));

    /// <summary>Time has passed: looks for what is late or due.</summary>
    public IReadOnlyList<RunEffect> Tick(DateTimeOffset now)
    {
        if (_phase == Phase.Joining && _hasStarted)
        {
            ReplaceStragglers(now);
        }
        else if (_phase == Phase.Between)
        {
            ReplaceLateEvaluators(now);
        }

        AwaitSlowOpenings(now);
        GiveUpAwaited(now);
        AskAgain(now);
        return Advance(now);
    }

    // Whatever came in, this takes the run as far as it can go.
    private RunEffect[] Advance(DateTimeOffset now)
    {
        while (_phase != Phase.Ended)
        {
            if (!ChooseOwners())
            {
                Recover(now);
                break;
            }

            if (_phase == Phase.Joining && !Join(now))
            {
                break;
            }

            if (_phase != Phase.Between || !MayPass(now))
            {
                break;
            }

            SendPass(now);
        }

        return Flush();
    }

    // All slices are at Iteration: takes note of the finished pass. False if the run ended.
    private bool Join(DateTimeOffset now)
    {
        if (_passIsTimed)
        {
            _clock.Add(now - _passStarted);

            // A node that replays what it opens has less time for its share.
            if (Nodes > 1 && _openings.Count == 0)
            {
                var speed = _members.Values.Where(member => member.Owned.Count > 0).Sum(member => member.Speed);
                _splitCost.Add(now, (now - _passStarted).TotalSeconds, (double)_spec.BatchSize * _spec.HiddenSize / speed);
            }
        }

        if (!_hasStarted)
        {
            // What comes before the first pass can be had again from the seed or the checkpoint it starts from.
            _lastCheckpoint = now;
        }

        Spans.Joined(now);
        _phase = Phase.Between;
        _hasStarted = true;
        JudgeAlarms(now);
        _openings.RemoveAll(opening => opening.IsRescue);
        if (Iteration < _spec.Iterations)
        {
            _logits = _sums.Total()!;
            var labels = Array.ConvertAll(_batches.Indices(Iteration), index => _train.Label(index));
            var loss = BatchLoss.Mean(labels, _logits, _shape.Classes);
            if (!double.IsFinite(loss))
            {
                End(NotFinite(Iteration));
                return false;
            }

            _nextLoss = loss;
        }

        return true;
    }

    // What has to come before the next pass: an evaluation, a checkpoint that the log or a person asked for, the end.
    private bool MayPass(DateTimeOffset now)
    {
        if (!HasEvaluated(test: true) || (IsLast && !HasEvaluated(test: false)))
        {
            Spans.Enter(now, Activity.Evaluating);
            ContinueEvaluation(now);
            return false;
        }

        var isDeserted = _members.Values.All(member => member.IsLeaving);
        var mustCheckpoint = IsLast || _isHeld || isDeserted || _log.IsFull;
        if (mustCheckpoint && _checkpointed != Iteration)
        {
            Spans.Enter(now, Activity.Checkpointing);
            BeginCheckpoint(now);
            return false;
        }

        if (IsLast)
        {
            End(new RunEffect.Complete(TrainAccuracy!.Value, _curve[^1].TestAccuracy));
            return false;
        }

        AnnounceHeld(Iteration);
        if (_isHeld || isDeserted)
        {
            Spans.Enter(now, Activity.Held);
            // The checkpoint has all that they hold: whoever opens it later recovers nothing.
            RemoveLeaving();
            _isHandedOver = _members.Count == 0;
            return false;
        }

        if (_openings.Exists(opening => opening.AwaitedSince is not null))
        {
            Spans.Enter(now, Activity.Opening);
            return false;
        }

        if (IsCheckpointDue(now))
        {
            BeginCheckpoint(now);
        }

        return true;
    }

    private void AnnounceHeld(int iteration)
    {
        if (_isHeld && !_isHeldAnnounced)
        {
            _isHeldAnnounced = true;
            Emit(new RunEffect.Held(iteration));
        }
    }

    private void SendPass(DateTimeOffset now)
    {
        Balance(now);
        var logits = _logits!;
        _log.Append(logits);

        // Copies on their way to the store hold passes up for as long as they take, on the line and on the lab's disk.
        _passIsTimed = _copy is null;
        foreach (var member in _members.Values.ToList())
        {
            var openings = OpeningsOf(member);
            member.Delivered = [];
            if (member.Owned.Count > 0 || openings.Count > 0)
            {
                Emit(new RunEffect.Pass(member.Node, Iteration, member.Owned, openings, logits));
            }
            else
            {
                Release(member);
            }
        }

        Loss = _nextLoss;
        Spans.Sent(now, UnitsByNode.Where(node => node.Value > 0));
        _passStarted = now;
        _passReminder = new Reminder(now, AskAgainAfter * _clock.Deadline(now));
        _sums = new SubtreeSums(_shape.Groups);
        _phase = Phase.Joining;
        Iteration++;
    }

    private static RunEffect.Fail NotFinite(int iteration) =>
        new(iteration, $"the loss or a partial derivative is not finite at iteration {iteration}; try a smaller learning rate");

    private RunEffect[] EndWith(RunEffect last)
    {
        End(last);
        return Flush();
    }

    private void End(RunEffect last)
    {
        Emit(last);
        foreach (var member in _members.Values)
        {
            Emit(new RunEffect.Forget(member.Node, _number));
        }

        _phase = Phase.Ended;
    }

    private int UnitsBefore(int group) => Math.Min(_shape.Hidden, group * NetShape.GroupSize);

    private void Emit(RunEffect effect) => _effects.Add(effect);

    private RunEffect[] Flush()
    {
        if (_phase != Phase.Ended)
        {
            CheckInvariants();
        }

        var effects = _effects.ToArray();
        _effects.Clear();
        return effects;
    }
}
