namespace Secant.Core;

/// <summary>
/// Time as one process counts it, and the date that people read. Nobody can set the first; the second may be set at any moment,
/// and is never subtracted from another. May be read by several threads.
/// </summary>
/// <param name="time">Where both come from.</param>
/// <param name="standstill">
/// Between two readings that are further apart than this the process itself stood still, as a stopped one or one of a crowded
/// machine does: that is no time of anybody's, and counts as <paramref name="counted"/>. Null counts all.
/// </param>
/// <param name="counted">What a standstill counts as: about the time from one reading to the next.</param>
public sealed class Clock(TimeProvider time, TimeSpan? standstill = null, TimeSpan counted = default)
{
    private readonly Lock _lock = new();
    private long _read = time.GetTimestamp();
    private DateTimeOffset _now = time.Date();

    /// <summary>The moment, for durations and deadlines: it began as a date, and goes on evenly whatever is done to the machine's
    /// clock.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                var stamp = time.GetTimestamp();
                var passed = time.GetElapsedTime(_read, stamp);
                _read = stamp;
                return _now += passed > standstill ? counted : passed;
            }
        }
    }

    /// <summary>The date and time, for people and for the store.</summary>
    public DateTimeOffset Date => time.Date();

    /// <summary>What a moment of this clock is later by as a date, as the machine's clock stands now.</summary>
    public TimeSpan ToDate => Date - Now;

    /// <summary>A moment of this clock as a date.</summary>
    public DateTimeOffset DateOf(DateTimeOffset moment) => moment + ToDate;
}
