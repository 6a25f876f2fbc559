namespace Secant.Lab.Runs;

/// <summary>When a checkpoint is worth what it costs.</summary>
internal sealed class CheckpointPolicy(RunSettings settings, DateTimeOffset now)
{
    // A first checkpoint that took long, as all was cold, must not put the next one off by minutes; what a slow line takes for
    // its bytes may.
    private const int FastestGrowth = 4;

    // Never worth a checkpoint.
    private static readonly TimeSpan ShortReplay = TimeSpan.FromSeconds(1);

    private DateTimeOffset _last = now;

    /// <summary>The time from one checkpoint's copy to the next one's, as things go.</summary>
    public TimeSpan Interval { get; private set; } = settings.CheckpointInterval;

    /// <summary>What the last one took.</summary>
    public TimeSpan Cost { get; private set; }

    public bool IsDue(DateTimeOffset now) => now - _last >= Interval;

    /// <summary>It takes longer to catch up with the passes since the last checkpoint than to take one and catch up with those
    /// made meanwhile.</summary>
    public bool IsReplayLong(DateTimeOffset now) =>
        now - _last > (2 * Cost is var renewed && renewed > ShortReplay ? renewed : ShortReplay);

    /// <summary>What came before can be had again from the seed or the checkpoint that the run starts from.</summary>
    public void Restart(DateTimeOffset now) => _last = now;

    /// <summary>A checkpoint is durable.</summary>
    public void Committed(DateTimeOffset now, DateTimeOffset begun, long bytes)
    {
        Cost = now - begun;
        var wished = Cost / settings.CheckpointCostLimit;
        var explained = TimeSpan.FromSeconds(bytes / SpeedMeter.BytesASecond) / settings.CheckpointCostLimit;
        var most = explained > FastestGrowth * Interval ? explained : FastestGrowth * Interval;
        Interval = wished < settings.CheckpointInterval ? settings.CheckpointInterval : wished > most ? most : wished;
        _last = begun;
    }
}
