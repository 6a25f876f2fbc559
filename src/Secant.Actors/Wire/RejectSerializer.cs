using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Secant.Actors.Wire;

/// <summary>
/// Takes the place of one of Akka's serializers that make any type that a sender names, or that nothing of ours needs, and
/// refuses both ways. As it has manifests of its own, Akka looks up no type by the name that came.
/// </summary>
/// <param name="system">The system it serves.</param>
/// <param name="config">The section serialization-settings.NAME: its "identifier" is that of the serializer it replaces, by
/// default JSON's.</param>
public sealed class RejectSerializer(ExtendedActorSystem system, Config config) : SerializerWithStringManifest(system)
{
    private const int Json = 1;

    public override int Identifier { get; } = config.GetInt("identifier", Json);

    public override string Manifest(object o) => "";

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType().Name} is bound to no serializer of ours: {Name} is switched off");

    public override object FromBinary(byte[] bytes, string manifest) =>
        throw new SerializationException($"{Name} is switched off; nothing of ours is written so");

    private string Name => Identifier == Json ? "JSON" : $"Akka's serializer {Identifier}";
}
