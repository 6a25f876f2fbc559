using Secant.Core.Experiments;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>Checkpoints: copies of all slices at one iteration, streamed while passes go on.</summary>
internal sealed class CheckpointRound(RunContext run, SliceOwners owners, CheckpointPolicy policy, int? last)
{
    private Copy? _copy;
    private int _patience = Reminder.AskAgainAfter;

    /// <summary>The iteration of the newest checkpoint that is durable; null where there is none.</summary>
    public int? Last { get; private set; } = last;

    public bool IsUnderWay => _copy is not null;

    public IEnumerable<Debt> Debts => _copy switch
    {
        null => [],
        { IsStoring: true } => [new Debt(DebtKind.Commit, null, null)],
        var copy => copy.Missing.Values.Distinct().Select(node => new Debt(DebtKind.Copy, node, copy.Reminder.Due)),
    };

    public void Begin(DateTimeOffset now, int iteration, double? loss, IReadOnlyList<CurvePoint> curve)
    {
        if (_copy is not null)
        {
            return;
        }

        var transfer = TimeSpan.FromSeconds(run.Shape.ParameterCount * (double)sizeof(double) / SpeedMeter.BytesASecond);
        var patience = _patience * (run.Clock.Deadline(now, policy.Cost) + transfer);
        _copy = new Copy(iteration, now, loss, [.. curve], new Reminder(now, patience));
        foreach (var member in owners.Owners)
        {
            IReadOnlyList<GroupRange> parts = [.. member.Owned.SelectMany(run.Transfers)];
            foreach (var range in parts)
            {
                _copy.Missing.Add(range, member.Node);
            }

            run.Emit(new RunEffect.CopySlices(member.Node, iteration, parts));
        }
    }

    /// <summary>A node's copy of a slice has arrived.</summary>
    public void Copied(int iteration, GroupRange range, ReadOnlyMemory<byte> values)
    {
        // A range that was not asked for in this form belongs to a copy that was given up, from before the slices were cut anew.
        if (_copy is not { } copy || copy.Iteration != iteration || !copy.Missing.Remove(range))
        {
            return;
        }

        copy.Parts.Add((range, values));
        if (copy.IsStoring)
        {
            run.Emit(new RunEffect.StoreCheckpoint(iteration, [.. copy.Parts.OrderBy(part => part.Range.First)], copy.Loss,
                copy.Curve));
        }
    }

    /// <summary>A checkpoint is durable. False if it is not the one that is waited for.</summary>
    public bool Committed(DateTimeOffset now, int iteration)
    {
        if (_copy is not { } copy || copy.Iteration != iteration)
        {
            return false;
        }

        policy.Committed(now, copy.Begun, copy.Parts.Sum(part => (long)part.Values.Length));
        Last = iteration;
        _copy = null;
        _patience = Reminder.AskAgainAfter;
        run.Log.DropBefore(iteration);
        return true;
    }

    /// <summary>A checkpoint that misses slices of a lost node is given up; the next is begun when all slices are open.</summary>
    public void Abandon(string node)
    {
        if (_copy?.Missing.ContainsValue(node) == true)
        {
            _copy = null;
        }
    }

    public void Remind(DateTimeOffset now)
    {
        if (_copy is { IsStoring: false } copy && copy.Reminder.Strikes(now))
        {
            // The slices have moved on: only another iteration's can be had.
            _copy = null;
            _patience *= 2;
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
