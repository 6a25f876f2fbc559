using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Secant.Actors.Wire;

/// <summary>Takes the place of Akka's JSON serializer, which makes any type that a sender names, and refuses both ways.</summary>
public sealed class RejectSerializer(ExtendedActorSystem system, Config config) : Serializer(system)
{
    /// <summary>That of the serializer it replaces.</summary>
    public override int Identifier => 1;

    public override bool IncludeManifest => false;

    /// <summary>Unused; Akka's configuration of the serializer it replaces.</summary>
    public Config Configuration { get; } = config;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType().Name} is bound to no serializer: JSON is switched off");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("JSON is switched off; nothing of ours is written so");
}
