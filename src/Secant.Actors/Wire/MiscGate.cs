using Akka.Actor;
using Akka.Remote.Serialization;

namespace Secant.Actors.Wire;

/// <summary>
/// Of Akka's assorted messages only the heartbeats of watching cross: no poison pill, no configuration, no router, and no
/// <see cref="Status.Failure"/>, whose reader makes an exception of any type that the sender names.
/// </summary>
public sealed class MiscGate(ExtendedActorSystem system)
    : GateSerializer(system, new MiscMessageSerializer(system), "RWHB", "RWHR");
