using Secant.Core.Slicing;

namespace Secant.Actors.Workers;

/// <summary>A slice on its way: it is opened at an iteration, then replays the passes since, one at a time and on its own.</summary>
internal sealed class Opening(GroupRange range, int iteration, byte[]? values)
{
    private readonly Dictionary<int, double[]> _logits = [];

    /// <summary>The slice, once it is opened.</summary>
    public Slice? Slice { get; private set; }

    /// <summary>Its partial logits for the batch of its iteration.</summary>
    public IReadOnlyList<PartialLogits> Partials { get; private set; } = [];

    /// <summary>True while there is a pass to replay, or nothing is opened yet.</summary>
    public bool HasWork => Slice is null || _logits.ContainsKey(Slice.Iteration);

    /// <summary>Queues the logits of a pass.</summary>
    public void Add(int pass, double[] logits)
    {
        lock (_logits)
        {
            _logits[pass] = logits;
        }
    }

    /// <summary>Opens, or replays one pass. To be called by one thread at a time.</summary>
    /// <returns>False if a partial derivative was not finite.</returns>
    public bool Step(SliceTrainer trainer)
    {
        if (Slice is null)
        {
            var slice = values is null ? trainer.OpenFromSeed(range) : trainer.OpenFromValues(range, iteration, values);
            Partials = trainer.Forward([slice]);
            Slice = slice;
            return true;
        }

        double[]? logits;
        lock (_logits)
        {
            _logits.Remove(Slice.Iteration, out logits);
        }

        var result = trainer.Pass([Slice], logits);
        Partials = result.Partials;
        return result.IsFinite;
    }
}
