using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>The durations of passes: when something is late, and what is shown.</summary>
/// <param name="least">Nothing is late before.</param>
/// <param name="factor">How many times longer than usual something may take.</param>
public sealed class PassClock(TimeSpan least, double factor)
{
    // After a false alarm, what is late may take twice as long for a while: cores that others crowd would raise one after the
    // other.
    private const double Stretch = 2;
    private static readonly TimeSpan StretchedFor = TimeSpan.FromMinutes(1);

    private const int Recent = 64;

    // Enough for a p99 that means something, few enough to sort at leisure.
    private const int Sampled = 4096;

    private readonly double[] _recent = new double[Recent];
    private readonly double[] _sample = new double[Sampled];
    private long _count;
    private DateTimeOffset _stretchedUntil = DateTimeOffset.MinValue;

    /// <summary>Notes the duration of a pass.</summary>
    public void Add(TimeSpan duration)
    {
        _recent[_count % Recent] = duration.TotalMilliseconds;
        _sample[_count % Sampled] = duration.TotalMilliseconds;
        _count++;
    }

    /// <summary>Notes that what was taken to be late was only slow.</summary>
    public void AlarmWasFalse(DateTimeOffset now) => _stretchedUntil = now + StretchedFor;

    /// <summary>How long a pass may take.</summary>
    public TimeSpan Deadline(DateTimeOffset now) =>
        Deadline(now, _count == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Quantile(_recent, Recent, 0.5)));

    /// <summary>How long something may take that usually takes so long.</summary>
    public TimeSpan Deadline(DateTimeOffset now, TimeSpan usual) =>
        (now < _stretchedUntil ? Stretch : 1) * (factor * usual > least ? factor * usual : least);

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
