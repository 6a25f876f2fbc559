using Microsoft.Data.Sqlite;

namespace Secant.Actors.Maintenance;

/// <summary>Reads a table of a database that may be damaged, row by row, so that a damaged page costs the rows on it and no
/// others.</summary>
internal sealed class Rows(SqliteConnection connection, string table)
{
    /// <summary>Calls back for every row that can be read, in the order of the rowids.</summary>
    /// <param name="columns">What is read; the rowid goes before it.</param>
    /// <param name="known">Every rowid, as an index tells; empty where it cannot be read either.</param>
    /// <param name="take">Takes the reader, on the row.</param>
    /// <returns>Rowids that are known, or lie between those that are, and cannot be read.</returns>
    public List<long> Read(string columns, IReadOnlyCollection<long> known, Action<SqliteDataReader> take)
    {
        var last = 0L;
        try
        {
            using var all = Command($"SELECT rowid, {columns} FROM {table} ORDER BY rowid");
            using var reader = all.ExecuteReader();
            while (reader.Read())
            {
                take(reader);
                last = reader.GetInt64(0);
            }

            return [.. known.Where(rowid => rowid > last)];
        }
        catch (Exception e) when (IsDamage(e))
        {
            return ReadOneByOne(columns, known.Count > 0 ? [.. known.Where(rowid => rowid > last).Order()] : From(last + 1),
                take);
        }
    }

    /// <summary>Whether an error says that what was read is damaged; a page of zeros reads as columns without values.</summary>
    public static bool IsDamage(Exception error) => error is SqliteException or InvalidOperationException or InvalidCastException;

    private List<long> ReadOneByOne(string columns, IEnumerable<long> rowids, Action<SqliteDataReader> take)
    {
        var lost = new List<long>();
        using var one = Command($"SELECT rowid, {columns} FROM {table} WHERE rowid = $rowid");
        var wanted = one.Parameters.Add("$rowid", SqliteType.Integer);
        foreach (var rowid in rowids)
        {
            wanted.Value = rowid;
            try
            {
                using var reader = one.ExecuteReader();
                if (reader.Read())
                {
                    take(reader);
                }
            }
            catch (Exception e) when (IsDamage(e))
            {
                lost.Add(rowid);
            }
        }

        return lost;
    }

    // Up to the largest rowid, where the way to it is whole.
    private IEnumerable<long> From(long first)
    {
        long last;
        try
        {
            using var largest = Command($"SELECT max(rowid) FROM {table}");
            last = largest.ExecuteScalar() as long? ?? 0;
        }
        catch (SqliteException)
        {
            yield break;
        }

        for (var rowid = first; rowid <= last; rowid++)
        {
            yield return rowid;
        }
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
