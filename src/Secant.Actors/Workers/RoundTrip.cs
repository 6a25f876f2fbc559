namespace Secant.Actors.Workers;

/// <summary>The time that a message takes to the lab and its answer back. What waits at either side only ever adds to it.</summary>
internal sealed class RoundTrip(TimeProvider time)
{
    private const int Recent = 16;

    private readonly Queue<TimeSpan> _recent = new();
    private long? _left;

    /// <summary>The quickest of the last 16; zero until there was one.</summary>
    public TimeSpan Quickest => _recent.Count == 0 ? TimeSpan.Zero : _recent.Min();

    public void Left() => _left = time.GetTimestamp();

    /// <summary>An answer came; one to a message before the last makes no measurement.</summary>
    public void Returned()
    {
        if (_left is not { } left)
        {
            return;
        }

        _left = null;
        _recent.Enqueue(time.GetElapsedTime(left));
        if (_recent.Count > Recent)
        {
            _recent.Dequeue();
        }
    }
}
