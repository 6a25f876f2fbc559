using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Secant.Actors.Journal;

/// <summary>Has a file open and tells whether it is still the one at its path. Windows keeps open files where they are.</summary>
internal sealed class PlaceWatch : IDisposable
{
    /// <summary>SQLITE_FCNTL_HAS_MOVED, <see href="https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html"/>.</summary>
    private const int HasMoved = 20;

    private readonly string _path;
    private readonly SqliteConnection? _connection;

    /// <param name="path">A database, or an empty file.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public PlaceWatch(string path)
    {
        _path = path;
        if (!OperatingSystem.IsWindows())
        {
            _connection = new SqliteConnection(StoreDatabase.ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
            _connection.Open();
        }
    }

    /// <exception cref="Core.SecantException">Another file is there, or none.</exception>
    public void Require()
    {
        var moved = 0;
        if (_connection is not null
            && (FileControl(_connection.Handle!, "main", HasMoved, ref moved) != raw.SQLITE_OK || moved != 0))
        {
            throw StoreErrors.Moved(_path);
        }
    }

    public void Dispose() => _connection?.Dispose();

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CharSet = CharSet.Ansi, BestFitMapping = false,
        ThrowOnUnmappableChar = true)]
    private static extern int FileControl(sqlite3 connection, string database, int operation, ref int argument);
}
