using System.Globalization;
using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Lab.Contracts;

namespace Secant.Actors.Maintenance;

/// <summary>Makes a new file of the rows of a damaged one that stand.</summary>
internal static class Rebuild
{
    /// <summary>Events are numbered anew, without the gaps of those that were dropped; what is gone is noted.</summary>
    public static void Journal(string damaged, string target, StoreImage image, Assessment assessment)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        Copy(damaged, target, "journal", assessment.Kept.Select(entry => (entry.RowId, (Action<Dictionary<string, object>>)(row =>
            row["sequence_number"] = numbers[entry.PersistenceId] = numbers.GetValueOrDefault(entry.PersistenceId) + 1))));
        using var connection = Open(target, SqliteOpenMode.ReadWrite);
        if (assessment.LastId > 0)
        {
            Define(connection, "journal");
            Insert(connection, "journal", Row(JournalReader.LabId, numbers.GetValueOrDefault(JournalReader.LabId) + 1,
                new IdsGiven(assessment.LastId.ToString(CultureInfo.InvariantCulture))));
        }

        foreach (var (id, reason) in image.Dropped.Select(entry => (entry.Key, entry.Value)).Concat(assessment.Gone))
        {
            DroppedParameters.Add(connection, id, reason);
        }
    }

    /// <summary>Only the chunks that stand.</summary>
    public static void Snapshots(string damaged, string target, StoreImage image, Assessment assessment) => Copy(
        damaged, target, "snapshot",
            assessment.KeptChunks.Select(id => (image.Chunks[id].RowId, (Action<Dictionary<string, object>>)(_ => { }))));

    private static void Copy(string damaged, string target, string table,
        IEnumerable<(long RowId, Action<Dictionary<string, object>> Change)> rows)
    {
        StoreDatabase.Prepare(target, checkUpTo: 0);
        if (StoreDatabase.IsAbsent(damaged))
        {
            return;
        }

        using var source = DamagedFile.Open(damaged, mends: true);
        if (source.Connection is null || !source.Has(table))
        {
            return;
        }

        using var connection = Open(target, SqliteOpenMode.ReadWrite);
        Define(connection, table);
        using var transaction = connection.BeginTransaction();
        foreach (var (rowid, change) in rows)
        {
            var row = Read(source.Connection, table, rowid);
            change(row);
            Insert(connection, table, row);
        }

        transaction.Commit();
        StoreDatabase.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    // As the plugin makes it, and not as the damaged file has it.
    private static void Define(SqliteConnection connection, string table)
    {
        foreach (var definition in StoreSchema.FileOf(table).Where(_ => !StoreDatabase.Has(connection, table)).ToList())
        {
            StoreDatabase.Execute(connection, definition);
        }
    }

    private static Dictionary<string, object> Read(SqliteConnection source, string table, long rowid)
    {
        using var command = source.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} WHERE rowid = $rowid";
        command.Parameters.AddWithValue("$rowid", rowid);
        using var reader = command.ExecuteReader();
        reader.Read();
        return Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue);
    }

    // As the plugin writes it.
    private static Dictionary<string, object> Row(string persistenceId, long number, IEvent happened) => new()
    {
        ["created"] = 0,
        ["deleted"] = false,
        ["persistence_id"] = persistenceId,
        ["sequence_number"] = number,
        ["identifier"] = EventSerializer.Id,
        ["manifest"] = JournalContracts.Table.ManifestOf(happened.GetType()),
        ["message"] = JournalContracts.Encode(happened),
    };

    private static void Insert(SqliteConnection connection, string table, Dictionary<string, object> row)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES "
            + $"({string.Join(", ", row.Keys.Select(name => "$" + name))})";
        foreach (var (name, value) in row)
        {
            command.Parameters.AddWithValue("$" + name, value);
        }

        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(StoreDatabase.ConnectionString(path, mode, pooling: false));
        connection.Open();
        StoreDatabase.Configure(connection);
        return connection;
    }
}
