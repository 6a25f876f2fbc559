using System.Globalization;
using System.Runtime.Serialization;
using Microsoft.Data.Sqlite;
using Secant.Actors.Monitoring;
using Secant.Core;

namespace Secant.Actors.Journal;

/// <summary>
/// Reads a store with no actor system and no lock, while a writer writes, after it was killed, or from a folder that may not be
/// written. What is not there reads as an empty store.
/// </summary>
public sealed class StoreReader
{
    private const string LabId = "lab";
    private const string ExperimentPrefix = "experiment-";

    /// <summary>A writer drops a checkpoint once two newer ones are committed: reading one may have to start again.</summary>
    private const int Attempts = 3;

    private readonly StoreFolder folder;

    /// <param name="folder">The folder; null means the environment's SECANT_STORE, else the user's data folder.</param>
    public StoreReader(string? folder = null) => this.folder = StoreFolder.Resolve(folder);

    /// <summary>Absolute.</summary>
    public string Folder => folder.Root;

    /// <summary>Who writes to the store at this moment; null when nobody does.</summary>
    public StoreOwner? Writer() => StoreLock.Holder(folder);

    /// <summary>Every experiment, in the order of submission.</summary>
    /// <exception cref="SecantException">The store is damaged, not readable, or of a newer version.</exception>
    public IReadOnlyList<ExperimentDocument> List() => Project("persistence_id = 'lab' OR persistence_id LIKE 'experiment-%'", null);

    /// <returns>Null when there is no such experiment.</returns>
    /// <exception cref="SecantException">The store is damaged, not readable, or of a newer version.</exception>
    public ExperimentDocument? Find(string id) =>
        Project("persistence_id = 'lab' OR persistence_id = $id", ExperimentPrefix + id).FirstOrDefault(document => document.Id == id);

    /// <summary>The last committed checkpoint that can be read whole; the last two are there.</summary>
    /// <returns>Null when none was committed.</returns>
    /// <exception cref="SecantException">None can be read, or the store cannot.</exception>
    public CheckpointContents? ReadCheckpoint(string id)
    {
        for (var attempt = 1; ; attempt++)
        {
            var committed = Committed(id);
            if (committed.Count == 0)
                return null;

            var problems = new List<string>();
            foreach (var checkpoint in committed.AsEnumerable().Reverse().Take(2))
            {
                try
                {
                    return Read(id, checkpoint, problems);
                }
                catch (SecantException e)
                {
                    problems.Add(e.Message);
                }
            }

            if (attempt == Attempts || Committed(id) is not [.., var last] || last.Iteration == committed[^1].Iteration)
                throw new SecantException(Failure.Store, $"no checkpoint of experiment {id} can be read: {string.Join("; ", problems)}");
        }
    }

    private List<CheckpointCommitted> Committed(string id) =>
        [.. Rows("persistence_id = $id", ExperimentPrefix + id).Select(row => row.Event).OfType<CheckpointCommitted>()];

    private CheckpointContents Read(string id, CheckpointCommitted checkpoint, List<string> problems)
    {
        using var connection = StoreDatabase.OpenForReading(folder.Snapshots)
            ?? throw new SecantException(Failure.Store, $"the store's {folder.Snapshots} is missing or empty: restore it from a copy");
        var chunks = checkpoint.Chunks.OrderBy(chunk => chunk.FirstGroup)
            .Select(chunk => new CheckpointChunk(chunk.FirstGroup, chunk.GroupCount, ReadChunk(connection, ChunkStore.PersistenceId(id, checkpoint.Iteration, chunk.Index), chunk)))
            .ToList();
        var damage = problems.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", problems)}: the checkpoint at iteration {checkpoint.Iteration} is used");
        return new CheckpointContents(id, checkpoint.Iteration, checkpoint.Fingerprint, chunks, damage);
    }

    private byte[] ReadChunk(SqliteConnection connection, string id, ChunkRecord chunk)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT snapshot FROM snapshot WHERE persistence_id = $id AND sequence_number = $number";
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$number", ChunkStore.SequenceNumber);
            return command.ExecuteScalar() is byte[] bytes
                ? ChunkStore.Verified(id, bytes, chunk.Sha256)
                : throw ChunkStore.Missing(id);
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, folder.Snapshots);
        }
    }

    private IReadOnlyList<ExperimentDocument> Project(string where, string? id)
    {
        // A writer may come or go between the two looks; then what was read is read again.
        for (var attempt = 1; ; attempt++)
        {
            var before = Writer();
            var rows = Rows(where, id);
            var after = Writer();
            if (before?.Instance != after?.Instance && attempt < Attempts)
                continue;

            var experiments = rows.Where(row => row.Event is IExperimentEvent)
                .ToLookup(row => row.PersistenceId[ExperimentPrefix.Length..], row => (IExperimentEvent)row.Event);
            return DocumentProjection.Project(rows.Select(row => row.Event).OfType<ILabEvent>(), experiments, after);
        }
    }

    private List<(string PersistenceId, IEvent Event)> Rows(string where, string? id)
    {
        try
        {
            using var connection = StoreDatabase.OpenForReading(folder.Journal);
            if (connection is null || !StoreDatabase.Holds(connection, "journal"))
                return [];

            // One statement, so that the lab's and the experiments' events are of the same moment.
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT persistence_id, sequence_number, identifier, manifest, message FROM journal WHERE NOT deleted AND ({where}) ORDER BY persistence_id, sequence_number";
            command.Parameters.AddWithValue("$id", id ?? LabId);
            using var reader = command.ExecuteReader();
            var rows = new List<(string, IEvent)>();
            while (reader.Read())
            {
                rows.Add((reader.GetString(0), Decode(reader)));
            }

            return rows;
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, folder.Journal);
        }
    }

    private IEvent Decode(SqliteDataReader row)
    {
        try
        {
            return row.GetInt32(2) == EventSerializer.Id
                ? (IEvent)JournalContracts.Decode(row.GetString(3), row.GetFieldValue<byte[]>(4))
                : throw new SerializationException($"serializer {row.GetInt32(2)} is none of ours");
        }
        catch (SerializationException e)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"event {row.GetInt64(1)} of {row.GetString(0)} in the store's {folder.Journal}");
            throw new SecantException(Failure.Store, $"{where} cannot be read: {e.Message}", e);
        }
    }
}
