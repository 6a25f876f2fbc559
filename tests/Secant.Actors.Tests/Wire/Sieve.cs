using Akka.Actor;
using Secant.Actors.Wire;

namespace Secant.Actors.Tests.Wire;

/// <summary>Stands at /user/blobs and passes requests on to the real one, save what it loses; answers can be tampered with on the
/// way back.</summary>
internal sealed class Sieve : UntypedActor
{
    private readonly IActorRef _real;
    private readonly Func<object, bool> _loses;
    private readonly Func<BlobProtocol.Chunk, object> _tampers;
    private IActorRef _reader = ActorRefs.Nobody;

    public Sieve(IActorRef real, Func<object, bool> loses, Func<BlobProtocol.Chunk, object> tampers)
    {
        _real = real;
        _loses = loses;
        _tampers = tampers;
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BlobProtocol.Chunk chunk:
                _reader.Tell(_tampers(chunk));
                break;
            case BlobProtocol.Missing:
                _reader.Tell(message);
                break;
            case var lost when _loses(lost):
                break;
            default:
                _reader = Sender;
                _real.Tell(message);
                break;
        }
    }
}
