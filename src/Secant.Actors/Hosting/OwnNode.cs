using Akka.Actor;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core;
using Secant.Lab.Contracts;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>The node in a lab's own process.</summary>
internal static class OwnNode
{
    /// <summary>Starts it, and waits until the lab has taken it in: all would wait for a node that was refused.</summary>
    /// <param name="system">Where the lab is.</param>
    /// <param name="settings">What the node offers.</param>
    /// <param name="data">Where it has data sets from.</param>
    /// <param name="payloads">How bulk travels.</param>
    /// <param name="lab">The lab, which has read its store.</param>
    /// <param name="ask">Knows of the lab's end.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SecantException">The lab refused it, or has ended.</exception>
    public static async Task<IActorRef> StartAsync(
        ActorSystem system, NodeSettings settings, IDataSource data, IPayloads payloads, IActorRef lab, LocalAsk ask,
        CancellationToken cancellation)
    {
        var admission = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = settings with
        {
            Joined = _ => admission.TrySetResult(true),
            Refused = reason => admission.TrySetException(
                new SecantException(Failure.Lab, $"the lab refused this machine's own node: {reason}")),
        };
        var node = system.ActorOf(Node.Props(told, data, payloads, lab), "node");
        await ask.WaitAsync(over => admission.Task.WaitAsync(over), cancellation).ConfigureAwait(false);
        return node;
    }
}
