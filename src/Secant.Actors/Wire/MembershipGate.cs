using Akka.Actor;
using Akka.Cluster.Serialization;

namespace Secant.Actors.Wire;

/// <summary>Of Akka's cluster messages those of membership cross, and no router.</summary>
public sealed class MembershipGate(ExtendedActorSystem system) : GateSerializer(
    system,
    new ClusterMessageSerializer(system),
    "HB",
    "HBR",
    "Akka.Cluster.InternalClusterAction+Join, Akka.Cluster",
    "Akka.Cluster.InternalClusterAction+Welcome, Akka.Cluster",
    "Akka.Cluster.InternalClusterAction+InitJoin, Akka.Cluster",
    "Akka.Cluster.InternalClusterAction+InitJoinAck, Akka.Cluster",
    "Akka.Cluster.InternalClusterAction+InitJoinNack, Akka.Cluster",
    "Akka.Cluster.InternalClusterAction+ExitingConfirmed, Akka.Cluster",
    "Akka.Cluster.ClusterUserAction+Leave, Akka.Cluster",
    "Akka.Cluster.ClusterUserAction+Down, Akka.Cluster",
    "Akka.Cluster.GossipStatus, Akka.Cluster",
    "Akka.Cluster.GossipEnvelope, Akka.Cluster");
