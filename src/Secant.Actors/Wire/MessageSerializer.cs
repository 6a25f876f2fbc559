using System.Runtime.Serialization;
using Akka.Actor;
using Secant.Lab.Contracts;

namespace Secant.Actors.Wire;

/// <summary>Writes and reads <see cref="IWireMessage"/> for other machines.</summary>
public sealed class MessageSerializer(ExtendedActorSystem system) : ContractSerializer(system, Id, WireContracts.Table)
{
    /// <summary>Goes with every message.</summary>
    public const int Id = 7303;

    /// <summary>The frame of network.hocon, less what Akka puts round a message.</summary>
    public const int LargestMessage = 1_000_000;

    /// <exception cref="SerializationException">It is larger than a frame: Akka would drop it in silence.</exception>
    public override byte[] ToBinary(object obj)
    {
        var bytes = base.ToBinary(obj);
        return bytes.Length <= LargestMessage
            ? bytes
            : throw new SerializationException(
            $"{obj.GetType().Name} takes {bytes.Length} bytes, at most {LargestMessage} cross machines: it has to travel as a "
                + "payload");
    }

    public override object FromBinary(byte[] bytes, string manifest) => WireContracts.Decode(manifest, bytes);
}
