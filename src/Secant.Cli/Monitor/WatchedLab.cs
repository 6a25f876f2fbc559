using Secant.Actors.Hosting;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>A lab, asked twice a second.</summary>
internal sealed class WatchedLab(LabClient lab) : IWatched
{
    // A lab that is there answers within milliseconds; who waits longer shows what is gone as if it were there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    public async Task<StatusDocument?> AskAsync(long eventsAfter, CancellationToken cancellation)
    {
        try
        {
            return await lab.StatusAsync(eventsAfter, Patience, cancellation).ConfigureAwait(false);
        }
        catch (SecantException e) when (e.Failure == Failure.Lab)
        {
            return null;
        }
    }

    public async Task<string> DoAsync(MonitorAction action, CancellationToken cancellation)
    {
        try
        {
            return action switch
            {
                MonitorAction.Change change => await lab.ChangeAsync(change.Id, change.Kind, cancellation).ConfigureAwait(false),
                MonitorAction.Drain drain => await lab.DrainAsync(drain.Node, cancellation).ConfigureAwait(false),
                _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action that a lab knows"),
            };
        }
        catch (SecantException e)
        {
            return e.Message;
        }
    }
}
