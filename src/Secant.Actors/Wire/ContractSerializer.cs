using Akka.Actor;
using Akka.Serialization;

namespace Secant.Actors.Wire;

/// <summary>Akka's view of a <see cref="ContractTable"/>.</summary>
/// <param name="system">The system it serves.</param>
/// <param name="identifier">Its number in stored rows and on the wire, for ever; 0 to 40 are Akka's own.</param>
/// <param name="table">What it knows.</param>
public abstract class ContractSerializer(ExtendedActorSystem system, int identifier, ContractTable table)
    : SerializerWithStringManifest(system)
{
    public sealed override int Identifier => identifier;

    public sealed override string Manifest(object o) => table.ManifestOf(o.GetType());

    public override byte[] ToBinary(object obj) => table.Encode(obj);

    public override object FromBinary(byte[] bytes, string manifest) => table.Decode(manifest, bytes);
}
