using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace Secant.Actors.Wire;

/// <summary>
/// Messages to a path, as the cluster sends them; what they hold passes the gate of its own serializer. Without a manifest, so
/// that Akka looks up no type by the name that came.
/// </summary>
public sealed class SelectionGate(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly MessageContainerSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => "";

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest) => _inner.FromBinary(bytes, typeof(ActorSelectionMessage));
}
