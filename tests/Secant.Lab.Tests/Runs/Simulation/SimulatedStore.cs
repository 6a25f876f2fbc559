using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>What is on the disk. It may be slow, refuse to write, or be damaged; else what it committed stays. The last two
/// checkpoints are kept.</summary>
internal sealed class SimulatedStore(Scenario scenario)
{
    private const int Kept = 2;

    private readonly List<Checkpoint> _committed = [];

    public bool IsBroken { get; set; }

    /// <summary>Every checkpoint is taken for one with wrong bits: to see that a check can fail.</summary>
    public bool IsSpoilt { get; set; }

    public double UsualMilliseconds { get; set; } = 5;

    public IReadOnlyList<Checkpoint> Committed => _committed;

    /// <summary>What the lab has promised.</summary>
    public List<ILabEvent> Promises { get; } =
        [new ExperimentSubmitted(SimulatedQueue.Real, SpecRecord.From(scenario.Spec), 0, "", null, scenario.NodesWished)];

    /// <summary>The last life whose start is durable.</summary>
    public int Life { get; set; }

    /// <summary>The end of the experiment is durable.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Commits, after a look at whether it is worth being kept.</summary>
    public void Commit(RunEffect.StoreCheckpoint store)
    {
        Check(store);
        _committed.RemoveAll(checkpoint => checkpoint.Iteration >= store.Iteration);
        _committed.Add(new Checkpoint(store));
        if (_committed.Count > Kept)
        {
            _committed.RemoveAt(0);
        }
    }

    /// <summary>Takes away the checkpoints that a life finds damaged when it begins.</summary>
    /// <returns>The one that it begins from; null where none can be read.</returns>
    public Checkpoint? Base()
    {
        while (_committed is [.., { IsDamaged: true } damaged])
        {
            _committed.Remove(damaged);
        }

        return _committed is [.., var last] ? last : null;
    }

    private void Check(RunEffect.StoreCheckpoint store)
    {
        var shape = new NetShape(scenario.Data.Dimension, scenario.Spec.HiddenSize, scenario.Data.Classes);
        var parameters = new Parameters(shape);
        var next = 0;
        foreach (var (range, values) in store.Parts)
        {
            if (range.First != next || values.Length != SliceTrainer.ValuesLength(shape, range))
            {
                throw new SimulationException(
                    $"checkpoint {store.Iteration} has {string.Join(", ", store.Parts.Select(part => part.Range))}");
            }

            parameters.Write(range.First, range.Count, values.Span);
            next = range.End;
        }

        if (IsSpoilt || next != shape.Groups || parameters.Fingerprint() != scenario.Reference.Fingerprints[store.Iteration])
        {
            throw new SimulationException($"checkpoint {store.Iteration} has other bits than the reference");
        }

        CheckProgress(store.Iteration, store.Loss, store.Curve);
    }

    public void CheckProgress(int iteration, double? loss, IReadOnlyList<CurvePoint> curve)
    {
        if (loss != scenario.Reference.LossBefore(iteration))
        {
            throw new SimulationException(
                $"at {iteration} the loss is {loss:R}, expected {scenario.Reference.LossBefore(iteration):R}");
        }

        var expected = scenario.Reference.Curve.TakeWhile(point => point.Iteration <= iteration);
        if (!curve.SequenceEqual(expected))
        {
            throw new SimulationException(
                $"at {iteration} the curve is {string.Join(", ", curve)}, expected {string.Join(", ", expected)}");
        }
    }

    internal sealed class Checkpoint(RunEffect.StoreCheckpoint store)
    {
        /// <summary>Its bytes are not those that were written; whoever reads it finds out.</summary>
        public bool IsDamaged { get; set; }

        public int Iteration => store.Iteration;

        public double? Loss => store.Loss;

        public IReadOnlyList<CurvePoint> Curve => store.Curve;

        /// <summary>The values of a range.</summary>
        public byte[] Read(NetShape shape, GroupRange range)
        {
            using var all = new MemoryStream();
            foreach (var (_, values) in store.Parts)
            {
                all.Write(values.Span);
            }

            var from = (int)SliceTrainer.ValuesLength(shape, GroupRange.Between(0, range.First));
            return all.ToArray()[from..(from + (int)SliceTrainer.ValuesLength(shape, range))];
        }
    }
}
