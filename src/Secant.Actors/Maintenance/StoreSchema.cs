using System.Globalization;
using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;

namespace Secant.Actors.Maintenance;

/// <summary>
/// The tables and indexes of a store's files, as every release has made them. They stand in the first page of a file, where a
/// flipped bit hides rows that are all there.
/// </summary>
internal static class StoreSchema
{
    private const string Journal =
        "CREATE TABLE [journal]\n(\n\t[ordering]        INTEGER        NOT NULL PRIMARY KEY AUTOINCREMENT,\n\t[created]        "
        + " INTEGER        NOT NULL,\n"
        + "\t[deleted]         Bit            NOT NULL,\n\t[persistence_id]  NVarChar(255)  NOT NULL,\n\t[sequence_number] "
        + "INTEGER        NOT NULL,\n"
        + "\t[message]         VarBinary      NOT NULL,\n\t[manifest]        NVarChar(500)      NULL,\n\t[identifier]      "
        + "INTEGER            NULL,\n"
        + "\t[writer_uuid]     NVarChar(128)      NULL\n)";

    private const string Tags =
        "CREATE TABLE [tags]\n(\n\t[ordering_id]    INTEGER       NOT NULL,\n\t[tag]            NVarChar(64)  NOT "
        + "NULL,\n\t[sequence_nr]    INTEGER       NOT NULL,\n"
        + "\t[persistence_id] NVarChar(255) NOT NULL,\n\n\tCONSTRAINT [PK_tags] PRIMARY KEY ([ordering_id], [tag])\n)";

    private const string Snapshot =
        "CREATE TABLE [snapshot]\n(\n\t[persistence_id]  NVarChar(255) NOT NULL,\n\t[sequence_number] INTEGER       NOT "
        + "NULL,\n\t[created]         INTEGER       NOT NULL,\n"
        + "\t[snapshot]        VarBinary         NULL,\n\t[manifest]        NVarChar(500)     NULL,\n\t[serializer_id]   "
        + "INTEGER           NULL,\n\n"
        + "\tCONSTRAINT [PK_snapshot] PRIMARY KEY ([persistence_id], [sequence_number])\n)";

    private static readonly Definition[] Everything =
    [
        new("table", "journal", "journal", Journal),
        new("index", "journal_uq", "journal", "CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number)"),
        new("index", "journal_created_idx", "journal", "CREATE INDEX journal_created_idx ON journal (created)"),
        new("index", "journal_sequence_number_idx", "journal",
            "CREATE INDEX journal_sequence_number_idx ON journal (sequence_number)"),
        new("table", "tags", "tags", Tags),
        new("index", "tags_persistence_id_sequence_nr_idx", "tags",
            "CREATE INDEX tags_persistence_id_sequence_nr_idx ON tags (persistence_id, sequence_nr)"),
        new("index", "tags_tag_idx", "tags", "CREATE INDEX tags_tag_idx ON tags (tag)"),
        new("table", DroppedParameters.Table, DroppedParameters.Table, DroppedParameters.Definition),
        new("table", "snapshot", "snapshot", Snapshot),
        new("index", "snapshot_sequence_number_idx", "snapshot",
            "CREATE INDEX snapshot_sequence_number_idx ON snapshot (sequence_number)"),
        new("index", "snapshot_created_idx", "snapshot", "CREATE INDEX snapshot_created_idx ON snapshot (created)"),
    ];

    /// <summary>What makes the file of a table, but for what is made when it is first needed.</summary>
    public static IEnumerable<string> FileOf(string table) => Everything
        .Where(known => table == "journal" ? known.Table is "journal" or "tags" : known.Table == table)
        .Select(known => known.Sql);

    /// <summary>Looks at the definitions in a file.</summary>
    /// <param name="connection">Open, whatever its definitions are.</param>
    /// <returns>Those that are damaged: the row, what it says, and what it is to say.</returns>
    public static List<(long RowId, string Found, Definition Known)> Damage(SqliteConnection connection)
    {
        var (rows, unmatched) = Rows(connection);
        var missing = Everything.Where(known => !rows.Exists(row => row.Is(known))).ToList();
        var damage = new List<(long, string, Definition)>();
        foreach (var row in unmatched)
        {
            // A repair of an older release wrote one in other words.
            if (missing.MaxBy(row.Likeness) is { } known && row.Likeness(known) > known.Text.Length / 2
                && !IsSame(connection, row, known))
            {
                missing.Remove(known);
                damage.Add((row.RowId, row.Sql, known));
            }
        }

        return damage;
    }

    /// <summary>
    /// Has a connection read by the known definitions, for as long as it is open: they are written within a transaction that is
    /// never committed, so that the file stays as it is.
    /// </summary>
    public static void Mend(SqliteConnection connection, IEnumerable<(long RowId, string Found, Definition Known)> damage)
    {
        StoreDatabase.Execute(connection, "BEGIN IMMEDIATE");
        foreach (var (rowid, _, known) in damage)
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                "UPDATE sqlite_master SET type = $type, name = $name, tbl_name = $table, sql = $sql WHERE rowid = $rowid";
            command.Parameters.AddWithValue("$type", known.Type);
            command.Parameters.AddWithValue("$name", known.Name);
            command.Parameters.AddWithValue("$table", known.Table);
            command.Parameters.AddWithValue("$sql", known.Sql);
            command.Parameters.AddWithValue("$rowid", rowid);
            command.ExecuteNonQuery();
        }

        StoreDatabase.Execute(connection, "PRAGMA writable_schema=RESET; PRAGMA writable_schema=ON");
    }

    private static (List<Row> All, List<Row> Unmatched) Rows(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT rowid, CAST(type AS TEXT), CAST(name AS TEXT), CAST(tbl_name AS TEXT), CAST(sql AS TEXT) FROM "
            + "sqlite_master WHERE sql IS NOT NULL";
        using var reader = command.ExecuteReader();
        var rows = new List<Row>();
        while (reader.Read())
        {
            rows.Add(new Row(reader.GetInt64(0), Text(1), Text(2), Text(3), Text(4)));
        }

        return (rows, rows.FindAll(row => !Array.Exists(Everything, row.Is)));

        string Text(int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
    }

    // Other words for the same columns do no harm; of an index its name and what it is of are in the words that are compared.
    private static bool IsSame(SqliteConnection connection, Row row, Definition known)
    {
        if (row.Type != known.Type || row.Name != known.Name || row.Table != known.Table)
        {
            return false;
        }

        using var expected = new SqliteConnection("Data Source=:memory:");
        expected.Open();
        foreach (var definition in Everything.Where(one => one.Table == known.Table))
        {
            StoreDatabase.Execute(expected, definition.Sql);
        }

        return Columns(connection, known) is { Count: > 0 } found && found.SequenceEqual(Columns(expected, known));
    }

    private static List<string> Columns(SqliteConnection connection, Definition known)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = known.Type == "table"
                ? $"SELECT name || ' ' || type || ' ' || \"notnull\" || ' ' || pk FROM pragma_table_info('{known.Name}')"
                : $"SELECT name FROM pragma_index_info('{known.Name}')";
            using var reader = command.ExecuteReader();
            var columns = new List<string>();
            while (reader.Read())
            {
                columns.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
            }

            return columns;
        }
        catch (SqliteException)
        {
            return [];
        }
    }

    /// <summary>A table or an index.</summary>
    internal sealed record Definition(string Type, string Name, string Table, string Sql)
    {
        public string Text => $"{Type} {Name} {Table} {Sql}";
    }

    private sealed record Row(long RowId, string Type, string Name, string Table, string Sql)
    {
        public bool Is(Definition known) => (Type, Name, Table, Sql) == (known.Type, known.Name, known.Table, known.Sql);

        // Characters that are the same at the same place.
        public int Likeness(Definition known) =>
            $"{Type} {Name} {Table} {Sql}".Zip(known.Text).Count(pair => pair.Item1 == pair.Item2);
    }
}
