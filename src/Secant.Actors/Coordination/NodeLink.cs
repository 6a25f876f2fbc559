using Akka.Actor;

namespace Secant.Actors.Coordination;

/// <summary>A node as a coordinator talks to it.</summary>
internal sealed class NodeLink(IActorRef node)
{
    public IActorRef Node { get; } = node;

    public IActorRef? Worker { get; set; }

    /// <summary>How often its worker gave up.</summary>
    public int GaveUp { get; set; }
}
