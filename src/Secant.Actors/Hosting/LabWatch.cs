using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;

namespace Secant.Actors.Hosting;

/// <summary>Notices on a node that its lab is gone, sooner than the cluster would.</summary>
public sealed class LabWatch : ReceiveActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);

    /// <param name="lab">The lab's address.</param>
    /// <param name="hasJoined">Whether the lab had taken the node in.</param>
    /// <param name="lost">Called when the lab is gone.</param>
    public LabWatch(Address lab, Func<bool> hasJoined, Action lost)
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember));
        Receive<DisassociatedEvent>(broken => broken.RemoteAddress.Equals(lab) && hasJoined(), _ => lost());
        Receive<ClusterEvent.UnreachableMember>(silent => silent.Member.Address.Equals(lab), _ => lost());
        ReceiveAny(_ => { });
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }
}
