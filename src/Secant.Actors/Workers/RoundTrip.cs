namespace Secant.Actors.Workers;

/// <summary>The time that a message takes to the lab and its answer back. What waits at either side only ever adds to
/// it.</summary>
internal sealed class RoundTrip(TimeProvider time)
{
    private const int Recent = 16;

    // The first take long, as nothing is compiled yet.
    private const int Least = 3;

    private readonly Queue<TimeSpan> _recent = new();
    private readonly Queue<long> _under = new();

    /// <summary>The quickest of the last 16; zero until there were three.</summary>
    public TimeSpan Quickest => _recent.Count < Least ? TimeSpan.Zero : _recent.Min();

    public void Left() => _under.Enqueue(time.GetTimestamp());

    /// <summary>The answer to the first message that has none yet: they come in the order of the messages.</summary>
    public void Returned()
    {
        if (_under.TryDequeue(out var left))
        {
            _recent.Enqueue(time.GetElapsedTime(left));
            if (_recent.Count > Recent)
            {
                _recent.Dequeue();
            }
        }
    }

    /// <summary>What is under way will not be answered.</summary>
    public void Forget() => _under.Clear();
}
