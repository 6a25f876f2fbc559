using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Secant.Actors.Checkpoints;

/// <summary>The bytes of one chunk of a checkpoint, on their way to or from the snapshot store.</summary>
/// <param name="Bytes">Not to be changed by anybody from here on.</param>
internal sealed record Chunk(byte[] Bytes);

/// <summary>Stores a <see cref="Chunk"/> as its bytes and nothing else.</summary>
internal sealed class ChunkSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Stands in every row of the snapshot store.</summary>
    public const int Id = 7302;

    /// <summary>Stands beside it.</summary>
    public const string ManifestOfChunk = "chunk.1";

    public override int Identifier => Id;

    public override string Manifest(object o) => ManifestOfChunk;

    public override byte[] ToBinary(object obj) => ((Chunk)obj).Bytes;

    public override object FromBinary(byte[] bytes, string manifest) => manifest == ManifestOfChunk
        ? new Chunk(bytes)
        : throw new SerializationException($"'{manifest}' is no kind of chunk that this build knows; a newer build wrote it");
}
