using Microsoft.Data.Sqlite;
using Secant.Core;
using SQLitePCL;
using static System.FormattableString;

namespace Secant.Actors.Journal;

/// <summary>What makes an SQLite file one of a store's two: a mark, a version, write-ahead logging.</summary>
internal static class StoreDatabase
{
    /// <summary>SQLite's application_id of our files: "SECA".</summary>
    private const long Mark = 0x53454341;

    private const int LockPatienceSeconds = 5;

    private const string ReadSchema = "SELECT count(*) FROM sqlite_master";

    /// <summary>
    /// The version that this build writes, in user_version; it reads all before it, and raises it when it opens one for writing.
    /// 2: a checkpoint's event holds the curve's points since the one before, in 1 it held all of them. 3: the names of chunks
    /// tell the life that saved them, and ids that a repair lost are noted.
    /// </summary>
    public const long Version = 3;

    /// <summary>
    /// Opens for writing, creating it if need be; checks it and switches it to write-ahead logging, which sticks to the file.
    /// </summary>
    /// <exception cref="SecantException">Damaged, not ours, of a newer version, or not writable.</exception>
    public static void Prepare(string path, long checkUpTo)
    {
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
            var isNew = Scalar<long>(connection, "SELECT count(*) FROM sqlite_master") == 0
                && Scalar<long>(connection, "PRAGMA user_version") == 0;
            if (!isNew)
            {
                Verify(connection, path);
            }

            if (new FileInfo(path).Length <= checkUpTo
                && Scalar<string>(connection, "PRAGMA quick_check(1)") is var verdict and not "ok")
            {
                throw Refusal(path, $"is damaged ({verdict.ReplaceLineEndings(" ")}): {StoreErrors.Mend}");
            }

            // Before anything is written, so that no other journal mode ever was.
            if (Scalar<string>(connection, "PRAGMA journal_mode=WAL") is var mode and not "wal")
            {
                throw Refusal(path, $"cannot be logged ahead (mode {mode}), as on a network share: choose a local folder with "
                    + "--store");
            }

            // Somebody else's lock is found now, and not by the first event that waits for it.
            connection.DefaultTimeout = LockPatienceSeconds;
            var isOlder = Scalar<long>(connection, "PRAGMA user_version") < Version;
            Execute(connection, $"BEGIN IMMEDIATE; "
                + $"{(isOlder ? Invariant($"PRAGMA application_id={Mark}; PRAGMA user_version={Version}; ") : "")}COMMIT");
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, path);
        }
    }

    /// <summary>Opens for reading, while another process may be writing.</summary>
    /// <returns>Null when there is none or nothing was ever written to it.</returns>
    /// <exception cref="SecantException">Not ours, of a newer version, or not readable.</exception>
    public static SqliteConnection? OpenForReading(string path)
    {
        if (IsAbsent(path))
        {
            return null;
        }

        SqliteConnection? connection = null;
        try
        {
            connection = OpenReadable(path);
            if (Scalar<long>(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table'") > 0)
            {
                Verify(connection, path);
                return connection;
            }

            connection.Dispose();
            return null;
        }
        catch (Exception e) when (e is SqliteException or SecantException)
        {
            connection?.Dispose();
            throw StoreErrors.Explain(e, path);
        }
    }

    /// <summary>Whether nothing was ever written to it. Preparing one of ours writes its first page.</summary>
    public static bool IsAbsent(string path) => new FileInfo(path) is not { Exists: true, Length: > 0 };

    /// <summary>Refuses a store of which one file has gone while the other holds something.</summary>
    /// <exception cref="SecantException">It has.</exception>
    public static void RequireBoth(StoreFolder folder)
    {
        RequireJournal(folder);
        if (IsAbsent(folder.Snapshots) && Holds(folder.Journal, "journal"))
        {
            throw StoreErrors.Missing(folder.Snapshots);
        }
    }

    /// <summary>Refuses a store whose journal has gone: it would read as one in which nothing ever was.</summary>
    /// <exception cref="SecantException">It has.</exception>
    public static void RequireJournal(StoreFolder folder)
    {
        if (IsAbsent(folder.Journal) && (HasLog(folder.Journal) || Holds(folder.Snapshots, "snapshot")))
        {
            throw StoreErrors.Missing(folder.Journal);
        }
    }

    /// <summary>Whether SQLite's log of a file is there, so that the file was.</summary>
    public static bool HasLog(string path) => !IsAbsent(path + "-wal");

    /// <summary>Opens for writing what was prepared.</summary>
    public static SqliteConnection OpenForWriting(string path)
    {
        var connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false));
        connection.Open();
        Configure(connection);
        return connection;
    }

    /// <summary>Whether a table is there.</summary>
    public static bool Has(SqliteConnection connection, string table) =>
        Scalar<long>(connection, $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'") > 0;

    /// <summary>Whether a table is there and holds anything.</summary>
    public static bool Holds(SqliteConnection connection, string table) =>
        Has(connection, table)
        && Scalar<long>(connection, $"SELECT EXISTS (SELECT 1 FROM {table})") > 0;

    private static bool Holds(string path, string table)
    {
        using var connection = OpenForReading(path);
        return connection is not null && Holds(connection, table);
    }

    /// <summary>Sets what SQLite keeps per connection: an acknowledged write survives a loss of power, and the file keeps to its
    /// limit.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="limit">Largest size of the file, in bytes; null is none.</param>
    public static void Configure(System.Data.Common.DbConnection connection, long? limit = null)
    {
        using var command = connection.CreateCommand();
        // On macOS a disk syncs for good only when it is asked so; elsewhere that changes nothing.
        command.CommandText = "PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA journal_size_limit=67108864";
        command.ExecuteNonQuery();
        if (limit is { } bytes)
        {
            command.CommandText = "PRAGMA page_size";
            var pages = Math.Max(1, bytes / (long)command.ExecuteScalar()!);
            command.CommandText = Invariant($"PRAGMA max_page_count={pages}");
            command.ExecuteNonQuery();
        }
    }

    public static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = pooling,
    }.ToString();

    /// <summary>Opens for reading what may stand where nothing can be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="first">What is asked first, which has to read the file.</param>
    public static SqliteConnection OpenReadable(string path, string first = ReadSchema)
    {
        try
        {
            return Open(path, SqliteOpenMode.ReadOnly, first);
        }
        catch (SqliteException) when (IsAbsent(path + "-wal"))
        {
            // Where nothing can be written there is no room for the log's index; without a log none is needed.
            var uri = new UriBuilder("file", "") { Path = path, Query = "immutable=1" }.Uri;
            return Open(uri.AbsoluteUri, SqliteOpenMode.ReadOnly, first);
        }
        catch (SqliteException e) when (StoreErrors.IsFull(e))
        {
            // SQLite keeps the index to itself where nobody else may have the file open: no writer of ours has, on a full disk.
            return OpenToLook(path, "PRAGMA locking_mode=EXCLUSIVE; " + first);
        }
    }

    /// <summary>Opens so that it could be written, and leaves the log as it is found.</summary>
    public static SqliteConnection OpenToLook(string path, string first)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite, first);
        raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        return connection;
    }

    private static SqliteConnection Open(string source, SqliteOpenMode mode, string first = ReadSchema)
    {
        var connection = new SqliteConnection(ConnectionString(source, mode, pooling: false));
        try
        {
            connection.Open();
            Execute(connection, first);
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <exception cref="SecantException">Another program's, or of a newer version.</exception>
    public static void Verify(SqliteConnection connection, string path)
    {
        if (Scalar<long>(connection, "PRAGMA application_id") != Mark)
        {
            throw Refusal(path, "is a database of another program: choose another folder with --store");
        }

        if (Scalar<long>(connection, "PRAGMA user_version") is var version and > Version)
        {
            throw Refusal(path, Invariant(
                $"has version {version}, this build knows up to {Version}: use the build that wrote it"));
        }
    }

    public static T Scalar<T>(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    /// <param name="connection">Open.</param>
    /// <param name="sql">What is done.</param>
    /// <param name="values">Of $0, $1 and so on.</param>
    public static void Execute(SqliteConnection connection, string sql, params object[] values)
    {
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc cref="Execute"/>
    public static SqliteCommand Command(SqliteConnection connection, string sql, params object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (i, value) in values.Index())
        {
            command.Parameters.AddWithValue(Invariant($"${i}"), value);
        }

        return command;
    }

    private static SecantException Refusal(string path, string reason) => new(Failure.Store, $"the store's {path} {reason}");
}
