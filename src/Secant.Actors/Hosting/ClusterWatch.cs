using Secant.Actors.Coordination;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;

namespace Secant.Actors.Hosting;

/// <summary>
/// Tells the lab at once when a node's connection breaks or it no longer answers, and has the cluster let go of it. The cluster's
/// own death watch would take seconds more; a node that was wrongly suspected joins again by itself. How long a node may be
/// silent is the lab's to judge: the cluster lets go of whom the lab gives up.
/// </summary>
public sealed class ClusterWatch : ReceiveActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);

    public ClusterWatch(IActorRef lab)
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.UnreachableMember));
        Receive<DisassociatedEvent>(broken => Suspect(lab, broken.RemoteAddress, "its connection broke"));
        Receive<ClusterEvent.UnreachableMember>(silent => Suspect(lab, silent.Member.Address, "it no longer answers"));
        Context.System.EventStream.Subscribe(Self, typeof(LabActor.NodeGivenUp));
        Receive<LabActor.NodeGivenUp>(silent => _cluster.Down(silent.Address));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    private void Suspect(IActorRef lab, Address address, string how)
    {
        if (_cluster.State.Members.Any(member => member.Address == address && member.HasRole(Network.NodeRole)))
        {
            lab.Tell(new LabActor.NodeSuspected(address, how));
            _cluster.Down(address);
        }
    }
}
