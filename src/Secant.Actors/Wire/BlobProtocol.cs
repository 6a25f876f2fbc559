using ProtoBuf;
using Secant.Lab.Contracts;

namespace Secant.Actors.Wire;

/// <summary>
/// Between two <see cref="Blobs"/>: the reader asks for every chunk, so that no more is ever on its way than it asked for.
/// </summary>
public static class BlobProtocol
{
    /// <summary>Bytes of every chunk but the last: above that arrays land in the large object heap, and transfers slow
    /// down.</summary>
    public const int ChunkBytes = 65_536;

    /// <summary>Ask for a chunk. Answered with <see cref="Chunk"/> or <see cref="Missing"/>.</summary>
    /// <param name="Blob">The blob.</param>
    /// <param name="Transfer">The reader's number for its transfer; comes back with the answer.</param>
    /// <param name="Index">The chunk's number, from 0.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record GetChunk(
        [property: ProtoMember(1)] string Blob,
        [property: ProtoMember(2)] long Transfer,
        [property: ProtoMember(3)] int Index) : IWireMessage;

    /// <summary>A chunk.</summary>
    /// <param name="Transfer">The reader's number for its transfer.</param>
    /// <param name="Index">The chunk's number.</param>
    /// <param name="Bytes">Its bytes.</param>
    /// <param name="Sha256">With the last chunk: the checksum of the whole blob.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Chunk(
        [property: ProtoMember(1)] long Transfer,
        [property: ProtoMember(2)] int Index,
        [property: ProtoMember(3)] byte[] Bytes,
        [property: ProtoMember(4)] byte[]? Sha256) : IWireMessage;

    /// <summary>There is no such blob (any more), or no such chunk of it.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Missing([property: ProtoMember(1)] long Transfer) : IWireMessage;

    /// <summary>A reader has all of a blob.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record GotAll([property: ProtoMember(1)] string Blob) : IWireMessage;
}
