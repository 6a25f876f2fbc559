using Akka.Actor;
using Secant.Core;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>
/// Questions to an actor of this process. An answer may take as long as a crowded machine makes it: what ends the wait is the
/// answer, the actor's end, or whoever asks.
/// </summary>
internal sealed class LocalAsk : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly IActorRef _actor;
    private readonly string _what;

    /// <param name="actor">Who is asked.</param>
    /// <param name="what">What it is, for messages.</param>
    public LocalAsk(IActorRef actor, string what)
    {
        _actor = actor;
        _what = what;
        _ = EndAsync(actor.WatchAsync(_ended.Token));
    }

    /// <exception cref="SecantException">The actor has ended.</exception>
    public Task<T> AskAsync<T>(object question, CancellationToken cancellation) =>
        WaitAsync(over => _actor.Ask<T>(question, Timeout.InfiniteTimeSpan, over), cancellation);

    /// <summary>Waits for something that the actor brings about.</summary>
    /// <exception cref="SecantException">The actor has ended.</exception>
    public async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> what, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
        try
        {
            return await what(over.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AskTimeoutException && !cancellation.IsCancellationRequested)
        {
            throw new SecantException(Failure.Work,
                $"{_what} has ended, and with it what was asked of it; the same command again goes on", e);
        }
    }

    public void Dispose() => _ended.Cancel();

    private async Task EndAsync(Task<bool> watched)
    {
        await ((Task)watched).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ended.CancelAsync().ConfigureAwait(false);
    }
}
