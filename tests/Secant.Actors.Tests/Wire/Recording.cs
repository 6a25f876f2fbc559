using System.Collections.Concurrent;
using Akka.Actor;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Wire;

/// <summary>Stands for the lab: answers what it is asked, and keeps all else that reached it.</summary>
internal sealed class Recording : UntypedActor
{
    private readonly ConcurrentQueue<object> _reached;

    public Recording(ConcurrentQueue<object> reached) => _reached = reached;

    protected override void OnReceive(object message)
    {
        if (message is LabProtocol.GetDocument)
        {
            Sender.Tell(new LabProtocol.Denied("none"));
        }
        else
        {
            _reached.Enqueue(message);
        }
    }

    protected override void PostStop() => _reached.Enqueue("stopped");

    protected override void PostRestart(Exception reason) => _reached.Enqueue("restarted");
}
