using Microsoft.Data.Sqlite;
using Secant.Actors.Journal;

namespace Secant.Actors.Checkpoints;

/// <summary>
/// A table beside the events: experiments whose parameters, or all of which, are gone and need not be looked for. It is made when
/// it is first needed.
/// </summary>
internal static class DroppedParameters
{
    public const string Table = "dropped";

    /// <summary>As SQLite keeps it.</summary>
    public const string Definition = "CREATE TABLE dropped (experiment TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL)";

    /// <summary>Every experiment in it, and why.</summary>
    public static List<(string Id, string Reason)> All(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT experiment, reason FROM {Table}";
        using var reader = command.ExecuteReader();
        var all = new List<(string, string)>();
        while (reader.Read())
        {
            all.Add((reader.GetString(0), reader.GetString(1)));
        }

        return all;
    }

    /// <returns>Why an experiment's parameters are gone; null where nobody dropped them.</returns>
    public static string? Find(SqliteConnection connection, string id) => StoreDatabase.Holds(connection, Table)
        ? All(connection).Where(entry => entry.Id == id).Select(entry => entry.Reason).FirstOrDefault()
        : null;

    /// <summary>Notes an experiment, within whatever transaction the connection is in.</summary>
    public static void Add(SqliteConnection connection, string id, string reason)
    {
        if (!StoreDatabase.Has(connection, Table))
        {
            StoreDatabase.Execute(connection, Definition);
        }

        StoreDatabase.Execute(connection, $"INSERT OR REPLACE INTO {Table} VALUES ($0, $1)", id, reason);
    }
}
