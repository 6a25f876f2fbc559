namespace Secant.Actors.Wire;

/// <summary>Things that become ready at any time and are taken in the order in which they were added.</summary>
/// <param name="ready">Called on any thread when something may have become ready.</param>
public sealed class InOrder<T>(Action ready)
{
    private readonly Queue<Task<T>> _queue = new();

    public void Add(Task<T> item)
    {
        _queue.Enqueue(item);
        if (!item.IsCompleted)
        {
            item.ContinueWith(_ => ready(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Takes the first, if it is ready. What went wrong in getting it ready is thrown here.</summary>
    public bool TryTake(out T item)
    {
        if (_queue.TryPeek(out var first) && first.IsCompleted)
        {
            item = _queue.Dequeue().GetAwaiter().GetResult();
            return true;
        }

        item = default!;
        return false;
    }

    public void Clear() => _queue.Clear();
}
