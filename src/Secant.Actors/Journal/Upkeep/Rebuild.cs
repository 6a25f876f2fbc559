using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Secant.Actors.Journal.Upkeep;

/// <summary>Makes a new file of the rows of a damaged one that stand.</summary>
internal static class Rebuild
{
    // As the plugin makes it. Only needed where nothing is left of the old one, and yet something must be written.
    private const string JournalTable = """
        CREATE TABLE IF NOT EXISTS journal (
            ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, deleted Bit NOT NULL, persistence_id NVarChar(255) NOT NULL,
            sequence_number INTEGER NOT NULL, message VarBinary NOT NULL, manifest NVarChar(500) NULL, identifier INTEGER NULL, writer_uuid NVarChar(128) NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS journal_uq ON journal (persistence_id, sequence_number);
        CREATE INDEX IF NOT EXISTS journal_created_idx ON journal (created);
        CREATE INDEX IF NOT EXISTS journal_sequence_number_idx ON journal (sequence_number)
        """;

    /// <summary>Events are numbered anew, without the gaps of those that were dropped; what is gone is noted.</summary>
    public static void Journal(string damaged, string target, StoreImage image, Assessment assessment)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        Copy(damaged, target, "journal", assessment.Kept.Select(entry => (entry.RowId, (Action<Dictionary<string, object>>)(row =>
            row["sequence_number"] = numbers[entry.PersistenceId] = numbers.GetValueOrDefault(entry.PersistenceId) + 1))));
        using var connection = Open(target, SqliteOpenMode.ReadWrite);
        if (assessment.LastId > 0)
        {
            StoreDatabase.Execute(connection, JournalTable);
            Insert(connection, "journal", Row(JournalReader.LabId, numbers.GetValueOrDefault(JournalReader.LabId) + 1, new IdsGiven(assessment.LastId.ToString(CultureInfo.InvariantCulture))));
        }

        foreach (var (id, reason) in image.Dropped.Select(entry => (entry.Key, entry.Value)).Concat(assessment.Gone))
        {
            DroppedParameters.Add(connection, id, reason);
        }
    }

    /// <summary>Only the chunks that stand.</summary>
    public static void Snapshots(string damaged, string target, StoreImage image, Assessment assessment) => Copy(
        damaged, target, "snapshot", assessment.KeptChunks.Select(id => (image.Chunks[id].RowId, (Action<Dictionary<string, object>>)(_ => { }))));

    private static void Copy(string damaged, string target, string table, IEnumerable<(long RowId, Action<Dictionary<string, object>> Change)> rows)
    {
        StoreDatabase.Prepare(target, checkUpTo: 0);
        if (StoreDatabase.IsAbsent(damaged))
            return;

        using var source = DamagedFile.Open(damaged);
        if (source.Connection is null || !source.Has(table))
            return;

        using var connection = Open(target, SqliteOpenMode.ReadWrite);
        foreach (var definition in Definitions(source.Connection))
        {
            StoreDatabase.Execute(connection, definition);
        }

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

    // As the plugin made them; what SQLite keeps for itself comes by itself.
    private static List<string> Definitions(SqliteConnection source)
    {
        using var command = source.CreateCommand();
        command.CommandText =
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND type IN ('table', 'index') "
            + $"AND tbl_name <> '{DroppedParameters.Table}' ORDER BY type DESC";
        using var reader = command.ExecuteReader();
        var definitions = new List<string>();
        while (reader.Read())
        {
            definitions.Add(reader.GetString(0));
        }

        return definitions;
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
            $"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Keys.Select(name => "$" + name))})";
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
