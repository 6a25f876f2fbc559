namespace Secant.Actors.Tests.Workers;

/// <summary>Time that passes when a test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks;
    private long _readings;

    /// <summary>How often it was read.</summary>
    public long Readings => Volatile.Read(ref _readings);

    public TimeSpan Passed
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _ticks));
        set => Volatile.Write(ref _ticks, value.Ticks);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Passed;

    public override long GetTimestamp()
    {
        var ticks = Passed.Ticks;
        Interlocked.Increment(ref _readings);
        return ticks;
    }
}
