using Akka.Actor;

namespace Secant.Actors.Wire;

/// <summary>Writes and reads <see cref="IWireMessage"/> for other machines.</summary>
public sealed class MessageSerializer(ExtendedActorSystem system) : ContractSerializer(system, Id, WireContracts.Table)
{
    /// <summary>Goes with every message.</summary>
    public const int Id = 7303;

    public override object FromBinary(byte[] bytes, string manifest) => WireContracts.Decode(manifest, bytes);
}
