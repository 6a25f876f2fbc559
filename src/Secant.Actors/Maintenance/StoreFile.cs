using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Core;
using static System.FormattableString;

namespace Secant.Actors.Maintenance;

/// <summary>One of a store's files, read as it was at one moment, and as far as it can be.</summary>
internal sealed class StoreFile : IDisposable
{
    /// <summary>The journal's tables and indexes, as every release has made them.</summary>
    public const string JournalTables = DroppedParameters.Definition + """
        ; CREATE TABLE [journal] ([ordering] INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, [created] INTEGER NOT NULL,
            [deleted] Bit NOT NULL, [persistence_id] NVarChar(255) NOT NULL, [sequence_number] INTEGER NOT NULL,
            [message] VarBinary NOT NULL, [manifest] NVarChar(500) NULL, [identifier] INTEGER NULL,
            [writer_uuid] NVarChar(128) NULL);
        CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number);
        CREATE INDEX journal_created_idx ON journal (created);
        CREATE INDEX journal_sequence_number_idx ON journal (sequence_number);
        CREATE TABLE [tags] ([ordering_id] INTEGER NOT NULL, [tag] NVarChar(64) NOT NULL, [sequence_nr] INTEGER NOT NULL,
            [persistence_id] NVarChar(255) NOT NULL, CONSTRAINT [PK_tags] PRIMARY KEY ([ordering_id], [tag]));
        CREATE INDEX tags_persistence_id_sequence_nr_idx ON tags (persistence_id, sequence_nr);
        CREATE INDEX tags_tag_idx ON tags (tag)
        """;

    /// <summary>The same of the snapshots.</summary>
    public const string SnapshotTables = """
        CREATE TABLE [snapshot] ([persistence_id] NVarChar(255) NOT NULL, [sequence_number] INTEGER NOT NULL,
            [created] INTEGER NOT NULL, [snapshot] VarBinary NULL, [manifest] NVarChar(500) NULL, [serializer_id] INTEGER NULL,
            CONSTRAINT [PK_snapshot] PRIMARY KEY ([persistence_id], [sequence_number]));
        CREATE INDEX snapshot_sequence_number_idx ON snapshot (sequence_number);
        CREATE INDEX snapshot_created_idx ON snapshot (created)
        """;

    // Without the first SQLite reads nothing of a file that has fewer pages than its header says.
    private const string First = "PRAGMA writable_schema=ON; PRAGMA user_version";
    private const int MostFailures = 1000;

    private readonly SqliteConnection? _connection;

    /// <param name="path">The file.</param>
    /// <param name="tables">What it is to hold.</param>
    /// <param name="mends">Whether rows behind a damaged definition are read, too; that takes a lock, and writes nothing.</param>
    /// <exception cref="SecantException">Another program has locked it, or another one or a newer build wrote it.</exception>
    public StoreFile(string path, string tables, bool mends)
    {
        Path = path;
        try
        {
            if (!IsAbsent)
            {
                _connection = mends ? StoreDatabase.OpenToLook(path, First) : StoreDatabase.OpenReadable(path, First);
                StoreDatabase.Verify(_connection, path);
                StoreDatabase.Execute(_connection, "BEGIN");
                Compare(_connection, tables, mends);
                var found = new List<string>();
                var isRead = Read("PRAGMA integrity_check(10)", row => found.Add(row.GetString(0).ReplaceLineEndings(" ")));
                found.Add(isRead ? "ok" : "it cannot be checked to its end");
                Damage.AddRange(found.Where(line => line != "ok").Select(line => $"{path}: {line}"));
            }
        }
        catch (Exception e) when (e is SqliteException or SecantException)
        {
            _connection?.Dispose();
            _connection = null;
            Damage.Add(StoreErrors.IsTrouble(e) ? throw StoreErrors.Explain(e, path) : StoreErrors.Explain(e, path).Message);
        }
    }

    public string Path { get; }

    /// <summary>Whether nothing was ever written to it.</summary>
    public bool IsAbsent => StoreDatabase.IsAbsent(Path);

    /// <summary>What is wrong, each in one line that names the file.</summary>
    public List<string> Damage { get; } = [];

    /// <summary>Notes it as damage where it should be there and is not.</summary>
    public void Require(bool isNeeded) => Damage.AddRange(isNeeded && IsAbsent ? [StoreErrors.Missing(Path).Message] : []);

    /// <summary>Makes a new file with tables, and has it filled.</summary>
    public static void Make(string path, string tables, Action<SqliteConnection> fill)
    {
        StoreDatabase.Prepare(path, checkUpTo: 0);
        using var connection = StoreDatabase.OpenForWriting(path);
        StoreDatabase.Execute(connection, "BEGIN; " + tables);
        fill(connection);
        StoreDatabase.Execute(connection, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Calls back for each row of an answer, as far as it can be read.</summary>
    /// <returns>Whether all of it could be.</returns>
    public bool Read(string sql, Action<SqliteDataReader> take, params object[] values) =>
        _connection is not null && Read(_connection, sql, take, values);

    /// <summary>Reads a table row by row, so that a damaged page costs the rows on it and no others.</summary>
    /// <param name="table">The table.</param>
    /// <param name="index">The index that names its rows, whether the table still has them or not.</param>
    /// <param name="name">What a row is called.</param>
    /// <param name="columns">What is read of it.</param>
    /// <param name="take">Takes a row, its rowid and its name.</param>
    /// <returns>Names of the rows that cannot be read.</returns>
    public List<string> ReadRows(
        string table, string index, string name, string columns, Action<SqliteDataReader, long, string> take)
    {
        var (names, skipped, next) = (new SortedDictionary<long, string>(), new List<long>(), 0L);
        var isIndexed = Read($"SELECT rowid, {name} FROM {table} INDEXED BY {index}", Note);
        for (next = 1; skipped.Count < MostFailures
            && !Read($"SELECT rowid, {name} FROM {table} NOT INDEXED WHERE rowid >= $0 ORDER BY rowid", Note, next); next++)
        {
            skipped.Add(next);
        }

        foreach (var rowid in isIndexed ? [] : skipped.FindAll(rowid => rowid < names.Keys.LastOrDefault()))
        {
            names[rowid] = Invariant($"row {rowid}");
        }

        var lost = names.Where(known => !IsRead(known.Key, known.Value)).Select(known => known.Value).ToList();
        Damage.AddRange(lost.Select(row => $"{Path}: {row} cannot be read"));
        return lost;

        void Note(SqliteDataReader row)
        {
            next = row.GetInt64(0) + 1;
            names.TryAdd(next - 1, row[1] as string ?? Invariant($"row {next - 1}"));
        }

        bool IsRead(long rowid, string known)
        {
            var isRead = false;
            Read($"SELECT {columns} FROM {table} WHERE rowid = $0", row => { take(row, rowid, known); isRead = true; }, rowid);
            return isRead;
        }
    }

    public void Dispose() => _connection?.Dispose();

    private static bool Read(SqliteConnection connection, string sql, Action<SqliteDataReader> take, params object[] values)
    {
        try
        {
            using var command = StoreDatabase.Command(connection, sql, values);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                take(reader);
            }

            return true;
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or SqliteException
            && !StoreErrors.IsTrouble(e))
        {
            return false;
        }
    }

    // The definitions stand in a file's first page, where a flipped bit hides rows that are all there.
    private void Compare(SqliteConnection connection, string tables, bool mends)
    {
        using var model = new SqliteConnection("Data Source=:memory:");
        model.Open();
        StoreDatabase.Execute(model, tables);
        var (known, found) = (Definitions(model), Definitions(connection));
        var missing = known.ExceptBy(found.Select(one => one.Text), one => one.Text).ToList();
        foreach (var row in found.ExceptBy(known.Select(one => one.Text), one => one.Text))
        {
            if (missing.MaxBy(row.Likeness) is { } meant && row.Likeness(meant) > meant.Words.Length / 2)
            {
                missing.Remove(meant);
                Damage.Add($"{Path}: the definition of {meant.Columns[1]} is damaged; 'secant store repair' reads its rows");
                StoreDatabase.Execute(connection, mends ? "UPDATE sqlite_master SET type = $0, name = $1, tbl_name = $2, "
                    + "sql = nullif($3, '') WHERE rowid = $4" : "", [.. meant.Columns, row.RowId]);
            }
        }

        // The connection reads by them from here on. The transaction is never committed, so that the file stays as it is.
        StoreDatabase.Execute(connection, mends ? "PRAGMA writable_schema=RESET; PRAGMA writable_schema=ON" : "");
    }

    private static List<Definition> Definitions(SqliteConnection connection)
    {
        var definitions = new List<Definition>();
        Read(connection, "SELECT rowid, CAST(type AS TEXT), CAST(name AS TEXT), CAST(tbl_name AS TEXT), CAST(sql AS TEXT) "
            + "FROM sqlite_master",
            row => definitions.Add(new(row.GetInt64(0), $"{row[1]}", $"{row[2]}", $"{row[3]}", $"{row[4]}")));
        return definitions;
    }

    /// <summary>A table or an index: its type, its name, its table, its text. Spaces and brackets mean nothing.</summary>
    private sealed record Definition(long RowId, params string[] Columns)
    {
        public string[] Words { get; } = string.Join(' ', Columns)
            .Split([' ', '\t', '\r', '\n', '[', ']'], StringSplitOptions.RemoveEmptyEntries);

        public string Text => string.Concat(Words);

        public int Likeness(Definition other) => Words.Intersect(other.Words).Count();
    }
}
