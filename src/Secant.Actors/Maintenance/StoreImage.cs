using System.Runtime.Serialization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Lab.Contracts;
using static System.FormattableString;

namespace Secant.Actors.Maintenance;

/// <summary>Everything in a store that can be read, in both files, and what cannot.</summary>
internal sealed class StoreImage
{
    private const string Submission = "lab.submitted.1";

    private readonly List<StoredEvent> _events = [];
    private readonly Dictionary<string, StoredChunk> _chunks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _dropped = new(StringComparer.Ordinal);
    private readonly List<string> _journalDamage = [];
    private readonly List<string> _snapshotDamage = [];

    /// <summary>In the order in which they were written; those whose bytes are damaged have no event.</summary>
    public IReadOnlyList<StoredEvent> Events => _events;

    /// <summary>Submissions that cannot be read.</summary>
    public int UnreadableSubmissions { get; private set; }

    /// <summary>Events that are gone altogether and may have been submissions.</summary>
    public int LostLabEvents { get; private set; }

    /// <summary>Chunks by persistence id.</summary>
    public IReadOnlyDictionary<string, StoredChunk> Chunks => _chunks;

    /// <summary>Experiments whose parameters are known to be gone, and why.</summary>
    public IReadOnlyDictionary<string, string> Dropped => _dropped;

    /// <summary>What is wrong with the journal's file or its rows.</summary>
    public IReadOnlyList<string> JournalDamage => _journalDamage;

    /// <summary>What is wrong with the snapshots' file.</summary>
    public IReadOnlyList<string> SnapshotDamage => _snapshotDamage;

    /// <param name="folder">The store.</param>
    /// <param name="mends">Whether nobody else has it open, so that damaged definitions can be read past.</param>
    public static StoreImage Read(StoreFolder folder, bool mends = false)
    {
        var image = new StoreImage();
        var isJournalAbsent = StoreDatabase.IsAbsent(folder.Journal);
        var isSnapshotsAbsent = StoreDatabase.IsAbsent(folder.Snapshots);
        using var journal = isJournalAbsent ? DamagedFile.None : DamagedFile.Open(folder.Journal, mends);
        using var snapshots = isSnapshotsAbsent ? DamagedFile.None : DamagedFile.Open(folder.Snapshots, mends);
        image._journalDamage.AddRange(journal.Damage);
        image._snapshotDamage.AddRange(snapshots.Damage);
        Attempt(image._journalDamage, folder.Journal, () => image.ReadEvents(journal, folder.Journal));
        Attempt(image._snapshotDamage, folder.Snapshots, () => image.ReadChunks(snapshots, folder.Snapshots));
        if (isJournalAbsent && (image._chunks.Count > 0 || StoreDatabase.HasLog(folder.Journal)))
        {
            image._journalDamage.Add(StoreErrors.Missing(folder.Journal).Message);
        }

        if (isSnapshotsAbsent && image._events.Count > 0)
        {
            image._snapshotDamage.Add(StoreErrors.Missing(folder.Snapshots).Message);
        }

        return image;
    }

    // What SQLite cannot read at all is one more finding; what was read before it counts.
    private static void Attempt(List<string> damage, string path, Action read)
    {
        try
        {
            read();
        }
        catch (SqliteException e)
        {
            damage.Add(StoreErrors.Explain(e, path).Message);
        }
    }

    private void ReadEvents(DamagedFile file, string path)
    {
        if (file.Has(DroppedParameters.Table))
        {
            foreach (var (id, reason) in DroppedParameters.All(file.Connection!))
            {
                _dropped[id] = reason;
            }
        }

        if (!file.Has("journal"))
        {
            return;
        }

        var names = Names(file.Connection!,
            "SELECT rowid, persistence_id || ' event ' || sequence_number FROM journal INDEXED BY journal_uq");
        var lost = new Rows(file.Connection!, "journal").Read(
            "persistence_id, sequence_number, identifier, manifest, message, deleted",
            names.Keys,
            row =>
            {
                if (row.GetBoolean(6))
                {
                    return;
                }

                var entry = Entry(row, names, out var reason);
                if (entry.Event is null && row.GetValue(4) is Submission)
                {
                    UnreadableSubmissions++;
                }

                if (reason is not null)
                {
                    _journalDamage.Add($"{path}: {names.GetValueOrDefault(row.GetInt64(0), NameOf(row))}: {reason}");
                }

                _events.Add(entry);
            });
        LostLabEvents = lost.Count(rowid => !names.TryGetValue(rowid, out var name)
            || name.StartsWith($"{JournalReader.LabId} ", StringComparison.Ordinal));
        _journalDamage.AddRange(
            lost.Select(rowid => $"{path}: {names.GetValueOrDefault(rowid, Invariant($"row {rowid}"))} cannot be read"));
    }

    private void ReadChunks(DamagedFile file, string path)
    {
        if (!file.Has("snapshot"))
        {
            return;
        }

        var names = Names(file.Connection!, "SELECT rowid, persistence_id FROM snapshot INDEXED BY sqlite_autoindex_snapshot_1");
        var lost = new Rows(file.Connection!, "snapshot").Read(
            "persistence_id, snapshot",
            names.Keys,
            row =>
            {
                var bytes = row.IsDBNull(2) ? [] : row.GetFieldValue<byte[]>(2);
                _chunks[row.GetString(1)] = new StoredChunk(row.GetInt64(0), SHA256.HashData(bytes));
            });
        _snapshotDamage.AddRange(
            lost.Select(rowid => $"{path}: {names.GetValueOrDefault(rowid, Invariant($"row {rowid}"))} cannot be read"));
    }

    // What an index says of the rows, whether the table itself can be read or not.
    private static Dictionary<long, string> Names(SqliteConnection connection, string sql)
    {
        var names = new Dictionary<long, string>();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                names[reader.GetInt64(0)] = reader.GetString(1);
            }
        }
        catch (Exception e) when (Rows.IsDamage(e))
        {
            names.Clear();
        }

        return names;
    }

    private static string NameOf(SqliteDataReader row) => Invariant($"{row.GetValue(1)} event {row.GetValue(2)}");

    // The checksum is of the event alone; whose it is, the index knows as well.
    private static StoredEvent Entry(SqliteDataReader row, Dictionary<long, string> names, out string? reason)
    {
        var (rowid, id) = (row.GetInt64(0), row.GetValue(1) as string ?? "");
        var happened = Decode(row, out reason);
        var entry = new StoredEvent(rowid, id, row.GetValue(2) as long? ?? 0, happened);
        if (happened is not null
            && (names.GetValueOrDefault(rowid, NameOf(row)) != NameOf(row) || happened is ILabEvent != (id == JournalReader.LabId)
            || (happened is IExperimentEvent && entry.Experiment is null)))
        {
            reason = $"{NameOf(row)} is written beside it: one of the two is wrong";
        }

        return reason is null ? entry : entry with { Event = null };
    }

    private static IEvent? Decode(SqliteDataReader row, out string? reason)
    {
        try
        {
            reason = null;
            return row.GetInt32(3) == EventSerializer.Id
                ? (IEvent)JournalContracts.Decode(row.GetString(4), row.GetFieldValue<byte[]>(5))
                : throw new SerializationException(Invariant($"serializer {row.GetInt32(3)} is none of ours"));
        }
        catch (Exception e) when (e is SerializationException or InvalidOperationException or InvalidCastException)
        {
            // A flipped byte may have made a NULL or a number of what was text.
            reason = e.Message;
            return null;
        }
    }
}
