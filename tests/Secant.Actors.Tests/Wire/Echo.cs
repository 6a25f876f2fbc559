using Akka.Actor;

namespace Secant.Actors.Tests.Wire;

/// <summary>Sends everything back.</summary>
internal sealed class Echo : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}
