namespace Secant.Core;

/// <summary>
/// Time as one process counts it, and the date that people read. Nobody can set the first; the second may be set at any moment, and is
/// never subtracted from another.
/// </summary>
/// <param name="time">Where both come from.</param>
public sealed class Clock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();
    private readonly DateTimeOffset _begun = time.Date();

    /// <summary>The moment, for durations and deadlines: it began as a date, and goes on evenly whatever is done to the machine's clock.</summary>
    public DateTimeOffset Now => _begun + time.GetElapsedTime(_origin);

    /// <summary>The date and time, for people and for the store.</summary>
    public DateTimeOffset Date => time.Date();

    /// <summary>What a moment of this clock is later by as a date, as the machine's clock stands now.</summary>
    public TimeSpan ToDate => Date - Now;

    /// <summary>A moment of this clock as a date.</summary>
    public DateTimeOffset DateOf(DateTimeOffset moment) => moment + ToDate;
}
