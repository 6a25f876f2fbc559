using System.Collections.Concurrent;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>
/// A slice on its way: it is opened at an iteration, then replays the passes since, one at a time and on its own. What it is
/// opened from and the logits of the passes may come at any time and in any order.
/// </summary>
internal sealed class Opening(GroupRange range, int iteration, bool isFromSeed) : IDisposable
{
    private readonly ConcurrentDictionary<int, double[]> _logits = new();
    private readonly CancellationTokenSource _dropped = new();
    private volatile byte[]? _values;
    private bool _hasValues;
    private bool _hasReplay;
    private volatile int _firstPass = int.MaxValue;

    /// <summary>Canceled when nobody wants it any longer, nor what is on its way for it.</summary>
    public CancellationToken Dropped => _dropped.Token;

    /// <summary>The slice, once it is opened.</summary>
    public Slice? Slice { get; private set; }

    /// <summary>Its partial logits for the batch of its iteration.</summary>
    public IReadOnlyList<PartialLogits> Partials { get; private set; } = [];

    /// <summary>True while there is a pass to replay, or what it is opened from is there and it is not opened yet.</summary>
    public bool HasWork => Slice is null ? isFromSeed || _values is not null : _logits.ContainsKey(Slice.Iteration);

    /// <summary>True when it has replayed all that came before the first pass that was made beside it.</summary>
    public bool IsAtFirstPass => Slice?.Iteration == _firstPass;

    /// <summary>True the first time: values of a checkpoint are fetched once.</summary>
    public bool TakesValues() => !_hasValues && (_hasValues = true);

    /// <summary>True the first time: the logits before the passes that are made beside it are fetched once.</summary>
    public bool TakesReplay() => !_hasReplay && (_hasReplay = true);

    /// <summary>The values of a checkpoint that it is opened from.</summary>
    public void Begin(byte[] values) => _values = values;

    /// <summary>Queues the logits of a pass.</summary>
    public void Add(int pass, double[] logits) => _logits[pass] = logits;

    /// <summary>Queues the logits of a pass that is made now.</summary>
    public void AddMade(int pass, double[] logits)
    {
        _firstPass = Math.Min(_firstPass, pass);
        Add(pass, logits);
    }

    /// <summary>Opens, or replays one pass. To be called by one thread at a time.</summary>
    /// <returns>False if a partial derivative was not finite.</returns>
    public bool Step(SliceTrainer trainer)
    {
        if (Slice is null)
        {
            var slice = isFromSeed ? trainer.OpenFromSeed(range) : trainer.OpenFromValues(range, iteration, _values!);
            _values = null;
            Partials = trainer.Forward([slice]);
            Slice = slice;
            return true;
        }

        _logits.TryRemove(Slice.Iteration, out var logits);
        var result = trainer.Pass([Slice], logits!);
        Partials = result.Partials;
        return result.IsFinite;
    }

    /// <summary>Nobody wants it any longer. A step under way may end.</summary>
    public void Dispose()
    {
        _dropped.Cancel();
        _dropped.Dispose();
    }
}
