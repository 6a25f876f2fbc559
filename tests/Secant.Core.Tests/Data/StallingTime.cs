using System.Collections.Concurrent;
using Xunit;

namespace Secant.Core.Tests.Data;

/// <summary>Time that stands still, but for the timers that a test lets expire.</summary>
internal sealed class StallingTime : TimeProvider
{
    private readonly ConcurrentQueue<Timer> _timers = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        _timers.Enqueue(timer);
        return timer;
    }

    /// <summary>Lets some timers expire, again and again, as each may be set anew, until something is done.</summary>
    /// <param name="which">Which ones, in the order in which they were made.</param>
    /// <param name="isDone">Ends it.</param>
    public async Task ExpireUntilAsync(Range which, Func<bool> isDone)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!isDone())
        {
            foreach (var timer in _timers.Take(which))
            {
                timer.Expire();
            }

            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private sealed class Timer(Action expired) : ITimer
    {
        private volatile bool _isSet = true;

        public void Expire()
        {
            if (_isSet)
            {
                expired();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _isSet = true;

        public void Dispose() => _isSet = false;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
