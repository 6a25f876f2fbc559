using Akka.Actor;
using Secant.Actors.Wire;
using Secant.Actors.Workers;

namespace Secant.Actors.Coordination;

/// <summary>A node as a coordinator talks to it. Commands leave in the order in which they were given, whatever they wait for.</summary>
internal sealed class NodeLink(IActorRef node, Action ready)
{
    private readonly InOrder<WorkerProtocol.ICommand> _outbox = new(ready);

    public IActorRef Node { get; } = node;

    public IActorRef? Worker { get; set; }

    /// <summary>How often its worker gave up.</summary>
    public int GaveUp { get; set; }

    public void Send(Task<WorkerProtocol.ICommand> command, IActorRef sender)
    {
        _outbox.Add(command);
        Flush(sender);
    }

    /// <summary>Sends what is ready. What went wrong in getting it ready is thrown here.</summary>
    public void Flush(IActorRef sender)
    {
        while (_outbox.TryTake(out var command))
        {
            Worker?.Tell(command, sender);
        }
    }

    public void Clear() => _outbox.Clear();
}
