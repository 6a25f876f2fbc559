using Akka.Actor;

namespace Secant.Actors.Tests.Wire;

/// <summary>Watches another actor and tells of its end.</summary>
internal sealed class Watcher : ReceiveActor
{
    public Watcher(IActorRef watched, TaskCompletionSource ended)
    {
        Context.Watch(watched);
        Receive<Terminated>(_ => ended.TrySetResult());
    }
}
