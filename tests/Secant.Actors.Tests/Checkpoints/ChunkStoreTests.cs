using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Secant.Actors.Tests.Journal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Checkpoints;

public sealed class ChunkStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4 << 20)]
    public async Task Chunk_should_come_back_whole_when_the_process_starts_anew(int length)
    {
        var bytes = Bytes(length, seed: 1);
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.Chunks.SaveAsync(new ChunkKey("e", 1, 7, 2), bytes, Cancellation);
        }

        await using var again = StoreSession.Open(_folder.Path);

        Assert.Equal(bytes, await again.Chunks.LoadAsync(new ChunkKey("e", 1, 7, 2), SHA256.HashData(bytes), Cancellation));
    }

    [Fact]
    public async Task Row_should_hold_the_bare_bytes_and_no_type_name()
    {
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.Chunks.SaveAsync(new ChunkKey("e", 1, 7, 2), [1, 2, 3], Cancellation);
        }

        using var connection = new SqliteConnection($"Data Source={_folder["snapshots.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT persistence_id || ' ' || sequence_number || ' ' || manifest || ' ' || serializer_id || ' ' || "
            + "hex(snapshot) FROM snapshot";
        Assert.Equal("experiment-e/life-1/checkpoint-7/chunk-2 1 chunk.1 7302 010203", command.ExecuteScalar());
    }

    [Fact]
    public async Task Save_should_replace_when_the_chunk_is_there()
    {
        await using var session = StoreSession.Open(_folder.Path);
        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 7, 2), [1, 2, 3], Cancellation);

        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 7, 2), [4, 5], Cancellation);

        Assert.Equal([4, 5], await session.Chunks.LoadAsync(new ChunkKey("e", 1, 7, 2), SHA256.HashData([4, 5]), Cancellation));
    }

    [Fact]
    public async Task Save_should_keep_every_chunk_when_many_are_saved_at_once()
    {
        await using var session = StoreSession.Open(_folder.Path);
        await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(index => session.Chunks.SaveAsync(new ChunkKey("e", 1, 7, index), Bytes(1000, index), Cancellation)));

        for (var index = 0; index < 40; index++)
        {
            var expected = Bytes(1000, index);
            Assert.Equal(expected,
                await session.Chunks.LoadAsync(new ChunkKey("e", 1, 7, index), SHA256.HashData(expected), Cancellation));
        }
    }

    [Fact]
    public async Task Load_should_name_the_chunk_when_its_checksum_differs()
    {
        await using var session = StoreSession.Open(_folder.Path);
        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 7, 2), [1, 2, 3], Cancellation);

        var error = await Assert.ThrowsAsync<SecantException>(
            () => session.Chunks.LoadAsync(new ChunkKey("e", 1, 7, 2), SHA256.HashData([1, 2, 4]), Cancellation));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.Contains("experiment-e/life-1/checkpoint-7/chunk-2 is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_should_take_all_chunks_of_one_checkpoint_and_no_others()
    {
        await using var session = StoreSession.Open(_folder.Path);
        foreach (var (iteration, index) in new[] { (7, 0), (7, 1), (7, 10), (8, 0) })
        {
            await session.Chunks.SaveAsync(new ChunkKey("e", 1, iteration, index), [1], Cancellation);
        }

        await session.Chunks.DeleteAsync(Enumerable.Range(0, 2).Select(index => new ChunkKey("e", 1, 7, index)), Cancellation);

        var sha256 = SHA256.HashData([1]);
        var error = await Assert.ThrowsAsync<SecantException>(
            () => session.Chunks.LoadAsync(new ChunkKey("e", 1, 7, 1), sha256, Cancellation));
        Assert.Contains("experiment-e/life-1/checkpoint-7/chunk-1 is missing", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], await session.Chunks.LoadAsync(new ChunkKey("e", 1, 7, 10), sha256, Cancellation));
        Assert.Equal([1], await session.Chunks.LoadAsync(new ChunkKey("e", 1, 8, 0), sha256, Cancellation));
    }

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
