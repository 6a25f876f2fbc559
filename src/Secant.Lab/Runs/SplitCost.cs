using Secant.Lab.Diagnosis;

namespace Secant.Lab.Runs;

/// <summary>
/// What a pass of several nodes takes on top of computing, as it turns out: messages, and waiting for whoever is late. The
/// planner knows only the round trips beforehand. Pure: the time is passed in.
/// </summary>
public sealed class SplitCost
{
    // A median of as many, so that a single late pass says nothing.
    private const int Passes = 64;

    /// <summary>What is known of nodes that compute no more is forgotten after as long, and so tried again.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly Queue<double> _seconds = new();
    private DateTimeOffset _last;

    /// <summary>A pass of several nodes was made.</summary>
    /// <param name="now">The time.</param>
    /// <param name="pass">Seconds that it took.</param>
    /// <param name="computing">Seconds that its work takes at the speeds of the nodes that made it.</param>
    public void Add(DateTimeOffset now, double pass, double computing)
    {
        if (now - _last > Remembered)
        {
            _seconds.Clear();
        }

        _last = now;
        _seconds.Enqueue(pass - computing);
        if (_seconds.Count > Passes)
        {
            _seconds.Dequeue();
        }
    }

    /// <summary>Seconds a pass; null where too few passes were made, or too long ago.</summary>
    public double? At(DateTimeOffset now) =>
        _seconds.Count < Passes || now - _last > Remembered ? null : Math.Max(0, Medians.Of(_seconds));
}
