using Secant.Core.Slicing;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Lab.Runs;

/// <summary>What comes next: a pass is joined, what has to come between passes is done, the next is sent.</summary>
internal sealed class PassCycle(RunParts parts, RunStart start)
{
    private bool _isHeldAnnounced;

    public RunPhase Phase { get; private set; } = RunPhase.Joining;

    /// <summary>Passes made by all slices.</summary>
    public int Iteration { get; private set; } = start.Iteration;

    /// <summary>Mean cross-entropy of the batch of the last pass.</summary>
    public double? Loss { get; private set; } = start.Loss;

    /// <summary>All slices were open once.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>A person or the lab wants it to stop at a checkpoint.</summary>
    public bool IsHeld { get; private set; }

    public SpanLedger Spans { get; } = new(parts.Context.Spec.BatchSize, start.Now);

    // Passes were made since the last checkpoint.
    private bool HasLogged => Iteration > parts.Context.Log.Start;

    public void Hold() => IsHeld = true;

    public void Continue()
    {
        IsHeld = false;
        _isHeldAnnounced = false;
    }

    /// <summary>Whatever came in, this takes the run as far as it can go.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (Phase != RunPhase.Ended)
        {
            if (!parts.Owners.Choose(parts.Replays.All, HasStarted))
            {
                Recover(now);
                break;
            }

            parts.Replays.DropDelivered();
            if (Phase == RunPhase.Joining)
            {
                Join(now);
            }

            if (Phase != RunPhase.Between || !MayPass(now))
            {
                break;
            }

            SendPass(now);
        }
    }

    public void End(RunEffect last)
    {
        parts.Context.Emit(last);
        foreach (var member in parts.Owners.Members)
        {
            parts.Replays.Forget(member);
        }

        Phase = RunPhase.Ended;
    }

    public void EndNotFinite(int iteration) => End(new RunEffect.Fail(iteration,
        $"the loss or a partial derivative is not finite at iteration {iteration}; try a smaller learning rate"));

    // All slices are at Iteration: takes note of the finished pass, or ends the run.
    private void Join(DateTimeOffset now)
    {
        if (parts.Join.IsTimed)
        {
            parts.Speeds.PassTook(now, now - parts.Join.Begun, isReplaying: parts.Replays.All.Count > 0);
        }

        if (!HasStarted)
        {
            // What comes before the first pass can be had again from the seed or the checkpoint it starts from.
            parts.Policy.Restart(now);
        }

        Spans.Joined(now);
        Phase = RunPhase.Between;
        HasStarted = true;
        parts.Recovery.Count += parts.Lateness.Judge(now);
        parts.Replays.DropRescues();
        if (Iteration < parts.Context.Spec.Iterations)
        {
            parts.Join.Join(Iteration);
            if (!double.IsFinite(parts.Join.Loss))
            {
                EndNotFinite(Iteration);
            }
        }
    }

    // What has to come before the next pass: an evaluation, a checkpoint that the log or a person asked for, the end.
    private bool MayPass(DateTimeOffset now)
    {
        if (!parts.Evaluations.AreDone(Iteration))
        {
            Spans.Enter(now, Activity.Evaluating);
            parts.Evaluations.Continue(now, Iteration);
            return false;
        }

        var isLast = parts.Evaluations.IsLast(Iteration);
        var isDeserted = parts.Owners.AreAllLeaving;
        var mustCheckpoint = isLast || IsHeld || isDeserted || parts.Context.Log.IsFull;
        if (mustCheckpoint && parts.Checkpoints.Last != Iteration)
        {
            Spans.Enter(now, Activity.Checkpointing);
            BeginCheckpoint(now);
            return false;
        }

        if (isLast)
        {
            End(new RunEffect.Complete(parts.Evaluations.TrainAccuracy!.Value, parts.Evaluations.Curve[^1].TestAccuracy));
            return false;
        }

        AnnounceHeld(Iteration);
        if (IsHeld || isDeserted)
        {
            Spans.Enter(now, Activity.Held);
            // The checkpoint has all that they hold: whoever opens it later recovers nothing.
            parts.Departures.RemoveLeaving();
            parts.Recovery.IsHandedOver = parts.Owners.Members.Count == 0;
            return false;
        }

        if (parts.Replays.IsAwaited)
        {
            Spans.Enter(now, Activity.Opening);
            return false;
        }

        if (parts.Replays.All.Count == 0 && HasLogged && parts.Policy.IsDue(now))
        {
            BeginCheckpoint(now);
        }

        return true;
    }

    private void AnnounceHeld(int iteration)
    {
        if (IsHeld && !_isHeldAnnounced)
        {
            _isHeldAnnounced = true;
            parts.Context.Emit(new RunEffect.Held(iteration));
        }
    }

    private void SendPass(DateTimeOffset now)
    {
        Balance(now);
        parts.Context.Log.Append(parts.Join.Logits);

        // Copies on their way to the store hold passes up for as long as they take, on the line and on the lab's disk.
        parts.Join.Begin(now, isTimed: !parts.Checkpoints.IsUnderWay);
        foreach (var member in parts.Owners.Members.ToList())
        {
            var replays = parts.Replays.NumbersOf(member);
            member.Delivered = [];
            if (member.Owned.Count > 0 || replays.Count > 0)
            {
                parts.Context.Emit(new RunEffect.Pass(member.Node, Iteration, member.Owned, replays, parts.Join.Logits));
            }
            else
            {
                parts.Departures.Release(member);
            }
        }

        Loss = parts.Join.Loss;
        Spans.Sent(now, parts.Owners.UnitsByNode.Where(node => node.Value > 0));
        Phase = RunPhase.Joining;
        Iteration++;
    }

    // Moves slices towards the split that the nodes' speeds ask for.
    private void Balance(DateTimeOffset now)
    {
        if (parts.Replays.All.Count > 0 || parts.Checkpoints.IsUnderWay || parts.Balancer.Split(now) is not { } shares)
        {
            return;
        }

        if (HasLogged && parts.Policy.IsReplayLong(now))
        {
            // From a new checkpoint the new holders catch up sooner.
            BeginCheckpoint(now);
            parts.Balancer.PlacementChanged();
            return;
        }

        foreach (var (member, share) in shares)
        {
            foreach (var missing in GroupRanges.Except([share], member.Owned))
            {
                parts.Replays.Open(now, Iteration, member, missing, isRescue: false);
            }
        }
    }

    // Opens anew what nobody holds or is opening.
    private void Recover(DateTimeOffset now)
    {
        var missing = parts.Recovery.Missing();
        if (IsHeld && missing.Count > 0 && parts.Owners.AreAllLeaving)
        {
            // Nobody stays who could open it: what was committed is all there is.
            parts.Departures.RemoveLeaving();
            AnnounceHeld(parts.Checkpoints.Last ?? 0);
        }
        else if (parts.Recovery.Begin(now, Iteration, missing, HasStarted) && HasStarted)
        {
            Spans.Enter(now, Activity.Opening);
        }
    }

    private void BeginCheckpoint(DateTimeOffset now) =>
        parts.Checkpoints.Begin(now, Iteration, Loss, parts.Evaluations.Curve);
}
