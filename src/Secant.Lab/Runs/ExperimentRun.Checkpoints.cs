using Secant.Core.Experiments;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <content>Checkpoints: copies of all slices at one iteration, streamed while passes go on.</content>
public sealed partial class ExperimentRun
{
    // A first checkpoint that took long, as all was cold, must not put the next one off by minutes; what a slow line takes for
    // its bytes may.
    private const int FastestGrowth = 4;
    private const double BytesASecond = 10e6;

    // Never worth a checkpoint.
    private static readonly TimeSpan ShortReplay = TimeSpan.FromSeconds(1);

    private Copy? _copy;
    private int? _checkpointed;
    private DateTimeOffset _lastCheckpoint;
    private TimeSpan _checkpointCost;
    private int _copyPatience = AskAgainAfter;
    private bool _isHeld;

    /// <summary>The time from one checkpoint's copy to the next one's, as things go.</summary>
    public TimeSpan CheckpointInterval { get; private set; }

    /// <summary>A node's copy of a slice has arrived.</summary>
    public IReadOnlyList<RunEffect> SliceCopied(int iteration, GroupRange range, ReadOnlyMemory<byte> values)
    {
        // A range that was not asked for in this form belongs to a copy that was given up, from before the slices were cut anew.
        if (_phase == Phase.Ended || _copy is not { } copy || copy.Iteration != iteration || !copy.Missing.Remove(range))
        {
            return Flush();
        }

        copy.Parts.Add((range, values));
        if (copy.IsStoring)
        {
            Emit(new RunEffect.StoreCheckpoint(iteration, [.. copy.Parts.OrderBy(part => part.Range.First)], copy.Loss,
                copy.Curve));
        }

        return Flush();
    }

    /// <summary>A checkpoint is durable.</summary>
    public IReadOnlyList<RunEffect> CheckpointCommitted(DateTimeOffset now, int iteration)
    {
        if (_phase == Phase.Ended || _copy is not { } copy || copy.Iteration != iteration)
        {
            return Flush();
        }

        _checkpointCost = now - copy.Begun;
        CheckpointInterval = NextInterval(copy);
        _lastCheckpoint = copy.Begun;
        _checkpointed = iteration;
        _copy = null;
        _copyPatience = AskAgainAfter;
        _log.DropBefore(iteration);
        return Advance(now);
    }

    /// <summary>Asks for a checkpoint at the next iteration and stops there; <see cref="RunEffect.Held"/> says when.</summary>
    public IReadOnlyList<RunEffect> Hold(DateTimeOffset now)
    {
        _isHeld = true;
        return Advance(now);
    }

    /// <summary>Goes on after <see cref="Hold"/>.</summary>
    public IReadOnlyList<RunEffect> Continue(DateTimeOffset now)
    {
        _isHeld = false;
        _isHeldAnnounced = false;
        return Advance(now);
    }

    private TimeSpan NextInterval(Copy copy)
    {
        var wished = _checkpointCost / _settings.CheckpointCostLimit;
        var explained = TimeSpan.FromSeconds(copy.Parts.Sum(part => (long)part.Values.Length) / BytesASecond)
            / _settings.CheckpointCostLimit;
        var most = explained > FastestGrowth * CheckpointInterval ? explained : FastestGrowth * CheckpointInterval;
        return wished < _settings.CheckpointInterval ? _settings.CheckpointInterval : wished > most ? most : wished;
    }

    private bool IsCheckpointDue(DateTimeOffset now) =>
        _copy is null && _openings.Count == 0 && Iteration > _log.Start && now - _lastCheckpoint >= CheckpointInterval;

    // It takes longer to catch up with the passes since the last checkpoint than to take one and catch up with those made
    // meanwhile.
    private bool IsReplayLong(DateTimeOffset now) =>
        Iteration > _log.Start
        && now - _lastCheckpoint > (2 * _checkpointCost is var renewed && renewed > ShortReplay ? renewed : ShortReplay);

    private void BeginCheckpoint(DateTimeOffset now)
    {
        if (_copy is not null)
        {
            return;
        }

        var transfer = TimeSpan.FromSeconds(_shape.ParameterCount * (double)sizeof(double) / BytesASecond);
        var patience = _copyPatience * (_clock.Deadline(now, _checkpointCost) + transfer);
        _copy = new Copy(Iteration, now, Loss, [.. _curve], new Reminder(now, patience));
        foreach (var member in _members.Values.Where(member => member.Owned.Count > 0))
        {
            IReadOnlyList<GroupRange> parts = [.. member.Owned.SelectMany(Transfers)];
            foreach (var range in parts)
            {
                _copy.Missing.Add(range, member.Node);
            }

            Emit(new RunEffect.CopySlices(member.Node, Iteration, parts));
        }
    }

    // Parts of a range that one message each can carry.
    private IEnumerable<GroupRange> Transfers(GroupRange range) =>
        GroupSplit.Every(range, GroupSplit.GroupsWithin(_shape, _settings.LargestTransfer));

    // A checkpoint that misses slices of a lost node is given up; the next is begun when all slices are open.
    private void AbandonCopyOf(string node)
    {
        if (_copy?.Missing.ContainsValue(node) == true)
        {
            _copy = null;
        }
    }

    private sealed class Copy(int iteration, DateTimeOffset begun, double? loss, IReadOnlyList<CurvePoint> curve,
        Reminder reminder)
    {
        public int Iteration { get; } = iteration;

        public DateTimeOffset Begun { get; } = begun;

        /// <summary>When it is given up.</summary>
        public Reminder Reminder { get; } = reminder;

        public double? Loss { get; } = loss;

        public IReadOnlyList<CurvePoint> Curve { get; } = curve;

        /// <summary>The ranges asked for that have not arrived, and which node was asked.</summary>
        public Dictionary<GroupRange, string> Missing { get; } = [];

        public List<(GroupRange Range, ReadOnlyMemory<byte> Values)> Parts { get; } = [];

        public bool IsStoring => Missing.Count == 0;
    }
}
