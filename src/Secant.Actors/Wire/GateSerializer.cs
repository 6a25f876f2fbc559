using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Secant.Actors.Wire;

/// <summary>Stands before one of Akka's own serializers and lets through only what a lab needs, by name.</summary>
/// <param name="system">The system it serves.</param>
/// <param name="inner">The serializer that does the work; its number stays.</param>
/// <param name="allowed">The manifests that may pass.</param>
public abstract class GateSerializer(ExtendedActorSystem system, SerializerWithStringManifest inner, params string[] allowed)
    : SerializerWithStringManifest(system)
{
    public sealed override int Identifier => inner.Identifier;

    public sealed override string Manifest(object o) => Pass(inner.Manifest(o));

    public sealed override byte[] ToBinary(object obj)
    {
        _ = Manifest(obj);
        return inner.ToBinary(obj);
    }

    public sealed override object FromBinary(byte[] bytes, string manifest) => inner.FromBinary(bytes, Pass(manifest));

    private string Pass(string manifest) => Array.IndexOf(allowed, manifest) >= 0
        ? manifest
        : throw new SerializationException($"'{manifest}' does not cross machines here");
}
