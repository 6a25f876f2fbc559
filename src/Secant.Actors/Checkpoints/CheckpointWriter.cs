using System.Security.Cryptography;
using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;

namespace Secant.Actors.Checkpoints;

/// <summary>Puts the values of all groups into the store, in chunks of whole groups.</summary>
internal static class CheckpointWriter
{
    // A chunk is one row of the store: large enough that there are few, small enough that other writes come between.
    private const int ChunkBytes = 4 << 20;

    /// <summary>Saves every chunk, then gives what the commit event says of them.</summary>
    /// <exception cref="Core.SecantException">The store failed.</exception>
    public static async Task<(ChunkRecord[] Chunks, string Fingerprint)> WriteAsync(
        ChunkStore store, string id, int life, int iteration, NetShape shape,
        IReadOnlyList<(GroupRange Range, ReadOnlyMemory<byte> Values)> parts)
    {
        var chunks = new List<ChunkRecord>();
        foreach (var (range, values) in parts.SelectMany(part => Cut(shape, part.Range, part.Values)))
        {
            var bytes = values.ToArray();
            await store.SaveAsync(new ChunkKey(id, life, iteration, chunks.Count), bytes).ConfigureAwait(false);
            chunks.Add(new ChunkRecord(chunks.Count, range.First, range.Count, bytes.Length, SHA256.HashData(bytes)));
        }

        return ([.. chunks], Fingerprint(shape, parts));
    }

    /// <summary>Chunks of a net that one node holds.</summary>
    public static int ChunksOf(NetShape shape) => (shape.Groups + GroupsOfChunk(shape) - 1) / GroupsOfChunk(shape);

    private static int GroupsOfChunk(NetShape shape) => GroupSplit.GroupsWithin(shape, ChunkBytes);

    private static IEnumerable<(GroupRange Range, ReadOnlyMemory<byte> Values)> Cut(NetShape shape, GroupRange range,
        ReadOnlyMemory<byte> values)
    {
        foreach (var chunk in GroupSplit.Every(range, GroupsOfChunk(shape)))
        {
            var length = (int)SliceTrainer.ValuesLength(shape, chunk);
            yield return (chunk, values[..length]);
            values = values[length..];
        }
    }

    private static string Fingerprint(NetShape shape, IReadOnlyList<(GroupRange Range, ReadOnlyMemory<byte> Values)> parts)
    {
        var parameters = new Parameters(shape);
        foreach (var (range, values) in parts)
        {
            parameters.Write(range.First, range.Count, values.Span);
        }

        return parameters.Fingerprint();
    }
}
