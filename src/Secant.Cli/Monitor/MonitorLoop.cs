using System.Threading.Channels;
using Secant.Core;

namespace Secant.Cli.Monitor;

/// <summary>Brings together what is looked at, the keyboard and the screen, until a person leaves.</summary>
internal sealed class MonitorLoop(IWatched watched, MonitorLook look, bool hasColours, TimeProvider time, Clock clock)
{
    private readonly Channel<MonitorInput> _inputs =
        Channel.CreateUnbounded<MonitorInput>(new UnboundedChannelOptions { SingleReader = true });
    private MonitorState _state = new();

    /// <param name="start">What is known before the first question.</param>
    /// <param name="cancellation">Ctrl-C or SIGTERM.</param>
    public async Task RunAsync(MonitorState start, CancellationToken cancellation)
    {
        _state = start;
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var screen = new FullScreen(() => Put(new MonitorInput.Redraw()), () => Put(new MonitorInput.Leave()));
        Keyboard.Listen(key => Put(new MonitorInput.Key(key)), () => Put(new MonitorInput.Leave()));
        await using var left = cancellation.Register(() => Put(new MonitorInput.Leave()));
        var asking = AskAsync(leaving.Token);
        var frames = new FrameWriter(hasColours);
        try
        {
            do
            {
                screen.Write(frames.Next(MonitorView.Draw(_state, look, FullScreen.Size.Width, FullScreen.Size.Height)));
                await TakeInputsAsync(frames, leaving.Token).ConfigureAwait(false);
            }
            while (!_state.HasLeft);
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Waits for one, and takes what came with it: a burst is drawn once.
    private async Task TakeInputsAsync(FrameWriter frames, CancellationToken cancellation)
    {
        await _inputs.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
        while (!_state.HasLeft && _inputs.Reader.TryRead(out var input))
        {
            if (input is MonitorInput.Redraw)
            {
                frames.Forget();
            }

            (_state, var action) = MonitorUpdate.Next(_state, input);
            if (action is not null)
            {
                _ = DoAsync(action, cancellation);
            }
        }
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(watched.Interval, time);
        try
        {
            do
            {
                var status = await watched.AskAsync(_state.LastEvent, cancellation).ConfigureAwait(false);
                var now = clock.Now;
                Put(status is null ? new MonitorInput.Miss(now) : new MonitorInput.Answer(status, now));
            }
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whoever waits for inputs hears of it, and the terminal is given back first.
            _inputs.Writer.TryComplete(e);
        }
    }

    private async Task DoAsync(MonitorAction action, CancellationToken cancellation)
    {
        try
        {
            Put(new MonitorInput.Outcome(await watched.DoAsync(action, cancellation).ConfigureAwait(false)));
        }
        catch (OperationCanceledException)
        {
            // The console was left before the lab answered; the lab does it all the same.
        }
    }

    private void Put(MonitorInput input) => _inputs.Writer.TryWrite(input);
}
