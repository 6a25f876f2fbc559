namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>Time that passes only from one thing that happens to the next. What is due at once happens in the order it was asked
/// for.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Number)> _due = new();
    private long _number;

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    public void At(DateTimeOffset time, Action happening) => _due.Enqueue(happening, (time > Now ? time : Now, _number++));

    public void After(TimeSpan delay, Action happening) => At(Now + delay, happening);

    /// <summary>The next thing happens. False if there is none.</summary>
    public bool Step()
    {
        if (!_due.TryDequeue(out var happening, out var when))
        {
            return false;
        }

        Now = when.At;
        happening();
        return true;
    }
}
