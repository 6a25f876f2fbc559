using System.Security.Cryptography;
using Akka.Actor;
using Akka.Persistence;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Lab.Contracts;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Checkpoints;

/// <summary>
/// The chunks of checkpoints in the snapshot store. A chunk saved again replaces what was there. One for an actor system: it
/// makes its writes take turns.
/// </summary>
public sealed class ChunkStore : IDisposable
{
    /// <summary>Every chunk has a persistence id of its own, so there is but one number under it.</summary>
    internal const long SequenceNumber = 1;

    private readonly IActorRef _snapshots;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="system">A system that was set up by a <see cref="Store"/>.</param>
    /// <param name="timeout">The longest wait for the store to answer; null is 30 s, more than the plugin waits itself.</param>
    /// <param name="time">For the time noted beside a chunk; null is the system's.</param>
    public ChunkStore(ActorSystem system, TimeSpan? timeout = null, TimeProvider? time = null)
    {
        _snapshots = Akka.Persistence.Persistence.Instance.Apply(system).SnapshotStoreFor(null);
        _timeout = timeout ?? TimeSpan.FromSeconds(30);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>
    /// The store whose files have to be there before and after every write: one that somebody deleted takes writes until it is
    /// closed, and has them no more. Null trusts that nobody does.
    /// </summary>
    public Store? Store { get; init; }

    /// <summary>Done once the bytes are on the disk. They must not change from the call on.</summary>
    /// <exception cref="SecantException">
    /// The store failed; <see cref="StoreErrors.IsFull"/> tells whether for want of space.
    /// </exception>
    public async Task SaveAsync(ChunkKey key, byte[] bytes, CancellationToken cancellation = default)
    {
        var id = key.ToString();
        var metadata = new SnapshotMetadata(id, SequenceNumber, _time.Date().UtcDateTime);
        await InTurnAsync(id, new SaveSnapshot(metadata, new Chunk(bytes)), cancellation).ConfigureAwait(false);
    }

    /// <exception cref="SecantException">
    /// The chunk is missing, its checksum is another, or the store failed; <see cref="StoreErrors.IsDamage"/> tells which.
    /// </exception>
    public async Task<byte[]> LoadAsync(ChunkKey key, ReadOnlyMemory<byte> sha256, CancellationToken cancellation = default)
    {
        var id = key.ToString();
        var request = new LoadSnapshot(id, SnapshotSelectionCriteria.Latest, long.MaxValue);
        var answer = await AskAsync(id, request, cancellation).ConfigureAwait(false);
        return answer is LoadSnapshotResult { Snapshot.Snapshot: Chunk chunk }
            ? Verified(id, chunk.Bytes, sha256.Span)
            : throw Missing(id);
    }

    /// <summary>Deletes chunks; those that are not there do not matter.</summary>
    /// <exception cref="SecantException">The store failed.</exception>
    public async Task DeleteAsync(IEnumerable<ChunkKey> keys, CancellationToken cancellation = default)
    {
        foreach (var key in keys)
        {
            var id = key.ToString();
            await InTurnAsync(id, new DeleteSnapshots(id, SnapshotSelectionCriteria.Latest), cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => _turn.Dispose();

    internal static byte[] Verified(string id, byte[] bytes, ReadOnlySpan<byte> sha256) =>
        SHA256.HashData(bytes).AsSpan().SequenceEqual(sha256)
            ? bytes
            : throw Unusable($"the store's chunk {id} is damaged: its checksum differs");

    internal static SecantException Missing(string id) => Unusable($"the store's chunk {id} is missing");

    private static SecantException Unusable(string message) => new(Failure.Store, message, new InvalidDataException(message));

    // SQLite has one writer; writes that compete wait by polling, and the unlucky one long.
    private async Task InTurnAsync(string id, object request, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            Store?.RequireFiles();
            await AskAsync(id, request, cancellation).ConfigureAwait(false);
            Store?.RequireSnapshots();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<object> AskAsync(string id, object request, CancellationToken cancellation)
    {
        object answer;
        try
        {
            answer = await _snapshots.Ask<object>(request, _timeout, cancellation).ConfigureAwait(false);
        }
        catch (AskTimeoutException e)
        {
            throw StoreErrors.Explain(e, $"chunk {id}");
        }

        var failure = answer switch
        {
            SaveSnapshotFailure failed => failed.Cause,
            LoadSnapshotFailed failed => failed.Cause,
            DeleteSnapshotsFailure failed => failed.Cause,
            Status.Failure failed => failed.Cause,
            _ => null,
        };
        return failure is null ? answer : throw StoreErrors.Explain(failure, $"chunk {id}");
    }
}
