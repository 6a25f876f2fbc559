using Akka.Actor;
using Secant.Actors.Wire;

namespace Secant.Actors.Tests.Wire;

/// <summary>Stands at /user/blobs and passes requests on to the real one, save what it loses; answers can be tampered with on the way back.</summary>
internal sealed class Sieve : UntypedActor
{
    private readonly IActorRef real;
    private readonly Func<object, bool> loses;
    private readonly Func<BlobProtocol.Chunk, object> tampers;
    private IActorRef reader = ActorRefs.Nobody;

    public Sieve(IActorRef real, Func<object, bool> loses, Func<BlobProtocol.Chunk, object> tampers)
    {
        this.real = real;
        this.loses = loses;
        this.tampers = tampers;
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BlobProtocol.Chunk chunk:
                reader.Tell(tampers(chunk));
                break;
            case BlobProtocol.Missing:
                reader.Tell(message);
                break;
            case var lost when loses(lost):
                break;
            default:
                reader = Sender;
                real.Tell(message);
                break;
        }
    }
}
