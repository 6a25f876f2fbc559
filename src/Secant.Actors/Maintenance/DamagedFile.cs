using Microsoft.Data.Sqlite;
using Secant.Actors.Journal;
using Secant.Core;

namespace Secant.Actors.Maintenance;

/// <summary>One of a store's files, opened for reading however damaged it is, and what SQLite finds wrong with it.</summary>
internal sealed class DamagedFile : IDisposable
{
    private const int MostFindings = 10;

    private DamagedFile(SqliteConnection? connection, IReadOnlyList<string> damage)
    {
        Connection = connection;
        Damage = damage;
    }

    /// <summary>Null where nothing of it can be read.</summary>
    public SqliteConnection? Connection { get; }

    /// <summary>What is wrong, each in one line that names the file.</summary>
    public IReadOnlyList<string> Damage { get; }

    /// <summary>Where nothing may be read because nothing is there.</summary>
    public static DamagedFile None { get; } = new(null, []);

    /// <param name="path">The file.</param>
    /// <param name="mends">
    /// Whether what its damaged definitions hide is to be read, too. That takes a lock for writing; nothing is written.
    /// </param>
    /// <exception cref="SecantException">A newer build or another program wrote it.</exception>
    public static DamagedFile Open(string path, bool mends = false)
    {
        SqliteConnection? connection = null;
        try
        {
            // Without the first SQLite reads nothing of a file that has fewer pages than its header says.
            connection = StoreDatabase.OpenReadable(path, "PRAGMA writable_schema=ON; PRAGMA user_version");
            StoreDatabase.Verify(connection, path);
            var definitions = StoreSchema.Damage(connection);
            if (definitions.Count > 0 && mends)
            {
                connection.Dispose();
                connection = StoreDatabase.OpenToLook(path, "PRAGMA writable_schema=ON; PRAGMA user_version");
                StoreSchema.Mend(connection, definitions);
            }

            var damage = definitions.ConvertAll(found =>
                $"{path}: the definition of {found.Known.Name} is damaged; 'secant store repair' reads the rows by the one it "
                + $"had");
            return new DamagedFile(connection, [.. damage, .. Check(connection, path)]);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            return new DamagedFile(null, [StoreErrors.Explain(e, path).Message]);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Whether it has a table of that name.</summary>
    public bool Has(string table) => Connection is { } connection && StoreDatabase.Has(connection, table);

    public void Dispose() => Connection?.Dispose();

    private static List<string> Check(SqliteConnection connection, string path)
    {
        var damage = new List<string>();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA integrity_check({MostFindings})";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                if (reader.GetString(0) is var line and not "ok")
                {
                    damage.Add($"{path}: {line.ReplaceLineEndings(" ")}");
                }
            }
        }
        catch (SqliteException e)
        {
            damage.Add(StoreErrors.Explain(e, path).Message);
        }

        return damage;
    }
}
