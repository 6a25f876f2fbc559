using Secant.Lab.Runs;

namespace Secant.Lab.Scheduling;

/// <summary>
/// What splitting passes cost experiments of a like size, so that the next of that size need not find out anew. Pure: the time is
/// passed in.
/// </summary>
public sealed class SplitMemory
{
    // Sizes that differ by no more than this factor are alike.
    private const double Alike = 1.5;

    private readonly List<(double Work, double Seconds, DateTimeOffset At)> _known = [];

    /// <summary>An experiment found out.</summary>
    /// <param name="now">The time.</param>
    /// <param name="work">Samples times units of its passes.</param>
    /// <param name="seconds">What a pass of several nodes takes on top of computing.</param>
    public void Learn(DateTimeOffset now, double work, double seconds)
    {
        _known.RemoveAll(one => IsAlike(one.Work, work) || now - one.At > SplitCost.Remembered);
        _known.Add((work, seconds, now));
    }

    /// <summary>Seconds a pass; null where no experiment of that size found out lately.</summary>
    public double? Of(DateTimeOffset now, double work)
    {
        var alike = _known.FindAll(one => IsAlike(one.Work, work) && now - one.At <= SplitCost.Remembered);
        return alike.Count == 0 ? null : alike.MaxBy(one => one.At).Seconds;
    }

    private static bool IsAlike(double one, double other) => Math.Max(one, other) <= Alike * Math.Min(one, other);
}
