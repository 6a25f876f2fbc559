namespace Secant.Lab.Runs;

/// <summary>The logits of consecutive passes, kept so that any slice can be replayed from the last checkpoint.</summary>
public sealed class LogitsLog(int start, long limit)
{
    private readonly Queue<double[]> _logits = new();
    private long _bytes;

    /// <summary>The iteration of the first logits kept; what is before it is in the checkpoint.</summary>
    public int Start { get; private set; } = start;

    /// <summary>One past the iteration of the last logits kept.</summary>
    public int End => Start + _logits.Count;

    /// <summary>True when the next pass must wait for a checkpoint.</summary>
    public bool IsFull => _bytes >= limit;

    public void Append(double[] logits)
    {
        _logits.Enqueue(logits);
        _bytes += logits.LongLength * sizeof(double);
    }

    /// <summary>The logits before an iteration, from <see cref="Start"/> on.</summary>
    public IReadOnlyList<double[]> Before(int iteration) => [.. _logits.Take(iteration - Start)];

    /// <summary>Drops what a checkpoint after some iteration makes needless.</summary>
    public void DropBefore(int iteration)
    {
        while (Start < iteration && _logits.TryDequeue(out var dropped))
        {
            _bytes -= dropped.LongLength * sizeof(double);
            Start++;
        }
    }
}
