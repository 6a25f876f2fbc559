using Akka.Actor;
using Akka.Remote;

namespace Secant.Actors.Hosting;

/// <summary>Notices on a node that the connection to its lab is gone.</summary>
public sealed class LabWatch : ReceiveActor
{
    /// <param name="lab">The lab's address.</param>
    /// <param name="hasJoined">Whether the lab had taken the node in.</param>
    /// <param name="lost">Called when the lab is gone.</param>
    public LabWatch(Address lab, Func<bool> hasJoined, Action lost)
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Receive<DisassociatedEvent>(broken => broken.RemoteAddress.Equals(lab) && hasJoined(), _ => lost());
        ReceiveAny(_ => { });
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);
}
