using Secant.Actors.Journal;

namespace Secant.Actors.Coordination;

/// <summary>The durations of passes: what a slow one is, and what is shown.</summary>
public sealed class PassClock
{
    private const int Recent = 64;

    // Enough for a p99 that means something, few enough to sort at leisure.
    private const int Sampled = 4096;

    private readonly double[] _recent = new double[Recent];
    private readonly double[] _sample = new double[Sampled];
    private long _count;

    /// <summary>Notes the duration of a pass.</summary>
    public void Add(TimeSpan duration)
    {
        _recent[_count % Recent] = duration.TotalMilliseconds;
        _sample[_count % Sampled] = duration.TotalMilliseconds;
        _count++;
    }

    /// <summary>When a pass begun now is late; the least deadline while nothing is known.</summary>
    public TimeSpan Deadline(TimeSpan least, double factor)
    {
        if (_count == 0)
        {
            return least;
        }

        var median = TimeSpan.FromMilliseconds(Quantile(_recent, Recent, 0.5));
        return factor * median > least ? factor * median : least;
    }

    /// <summary>Median and 99th percentile of the last 4,096 passes; null before the first.</summary>
    public PassMilliseconds? Summary() =>
        _count == 0 ? null : new PassMilliseconds(Quantile(_sample, Sampled, 0.5), Quantile(_sample, Sampled, 0.99));

    private double Quantile(double[] ring, int size, double quantile)
    {
        var sorted = ring[..(int)Math.Min(_count, size)];
        Array.Sort(sorted);
        return sorted[(int)Math.Ceiling(quantile * sorted.Length) - 1];
    }
}
