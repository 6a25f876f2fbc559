using Akka.Actor;
using Secant.Actors.Workers;

namespace Secant.Actors.Coordination;

/// <summary>A node as the lab knows it.</summary>
internal sealed class LabNode(string key, NodeProtocol.Register registration, IActorRef actor, DateTimeOffset now)
{
    public string Key { get; } = key;

    public NodeProtocol.Register Registration { get; } = registration;

    public IActorRef Actor { get; } = actor;

    public DateTimeOffset LastPulse { get; set; } = now;

    /// <summary>Seconds to it and back, as it measured them; null until it did.</summary>
    public double? RoundTrip { get; set; }

    /// <summary>It is to be lent to nothing more.</summary>
    public bool IsDraining { get; set; }

    /// <summary>It asked to leave, and goes once it is free.</summary>
    public bool IsLeaving { get; set; }
}
