using Akka.Actor;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>The node in a lab's own process.</summary>
internal static class OwnNode
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Starts it, and waits until the lab has taken it in: all would wait for a node that was refused.</summary>
    /// <param name="system">Where the lab is.</param>
    /// <param name="settings">What the node offers.</param>
    /// <param name="data">Where it has data sets from.</param>
    /// <param name="payloads">How bulk travels.</param>
    /// <param name="lab">The lab, which has read its store.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SecantException">The lab refused it, or does not answer.</exception>
    public static async Task<IActorRef> StartAsync(
        ActorSystem system, NodeSettings settings, IDataSource data, IPayloads payloads, IActorRef lab, CancellationToken cancellation)
    {
        var admission = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = settings with
        {
            Joined = _ => admission.TrySetResult(),
            Refused = reason => admission.TrySetException(
                new SecantException(Failure.Lab, $"the lab refused this machine's own node: {reason}")),
        };
        var node = system.ActorOf(Node.Props(told, data, payloads, lab), "node");
        try
        {
            await admission.Task.WaitAsync(Patience, cancellation).ConfigureAwait(false);
            return node;
        }
        catch (TimeoutException e)
        {
            throw new SecantException(
                Failure.Lab,
                $"the lab has not taken in this machine's own node within {Patience.TotalSeconds} s; --log-level warning tells why",
                e);
        }
    }
}
