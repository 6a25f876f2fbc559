using Microsoft.Data.Sqlite;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Journal;

/// <summary>
/// Deletes chunks that nothing leads to any more: of a checkpoint that a crash cut short before its commit, or whose deletion it
/// cut short. Without that they would stay for ever.
/// </summary>
internal static class Leftovers
{
    /// <summary>For the writer, before its actors start.</summary>
    public static void Delete(StoreFolder folder)
    {
        using var connection = StoreDatabase.OpenForWriting(folder.Snapshots);
        using var journal = StoreDatabase.OpenForReading(folder.Journal);
        if (journal is null || !StoreDatabase.Holds(journal, "journal"))
        {
            return;
        }

        var lab = JournalReader.Of(journal, folder.Journal, JournalReader.LabId).ConvertAll(row => row.Readable);
        var cancelled = lab.OfType<ExperimentCancelled>().Select(entry => entry.Id).ToHashSet();
        var completed = lab.OfType<ExperimentEnded>().Where(entry => !entry.Failed).Select(entry => entry.Id).ToHashSet();
        foreach (var chunks in Chunks(connection).GroupBy(key => key.Experiment))
        {
            // What completed keeps one checkpoint, its result: its own events need not be read to know that of a single one.
            if (completed.Contains(chunks.Key) && !cancelled.Contains(chunks.Key)
                && chunks.DistinctBy(key => (key.Life, key.Iteration)).Count() == 1)
            {
                continue;
            }

            if (Needed(journal, folder.Journal, chunks.Key, cancelled.Contains(chunks.Key)) is not { } needed)
            {
                continue;
            }

            foreach (var chunk in chunks.Where(chunk => !needed.Contains((chunk.Life, chunk.Iteration))))
            {
                StoreDatabase.Execute(connection, "DELETE FROM snapshot WHERE persistence_id = $0", chunk.ToString());
            }
        }
    }

    /// <summary>Every chunk in the snapshots' file.</summary>
    public static List<ChunkKey> Chunks(SqliteConnection connection)
    {
        if (!StoreDatabase.Has(connection, "snapshot"))
        {
            return [];
        }

        using var command = StoreDatabase.Command(connection, "SELECT persistence_id FROM snapshot");
        using var reader = command.ExecuteReader();
        var keys = new List<ChunkKey>();
        while (reader.Read())
        {
            if (ChunkKey.Parse(reader.GetString(0)) is { } key)
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    /// <returns>Lives and iterations of the checkpoints to keep; null where the journal tells nothing of the experiment, so that
    /// nothing of it is deleted.</returns>
    private static HashSet<(int Life, int Iteration)>? Needed(SqliteConnection journal, string path, string id, bool isCancelled)
    {
        try
        {
            var events = JournalReader.Of(journal, path, JournalReader.ExperimentPrefix + id).ConvertAll(row => row.Event);
            return events.Count == 0 ? null
                : [.. Retention.Checkpoints(events, isCancelled).Select(checkpoint => (checkpoint.Life, checkpoint.Iteration))];
        }
        catch (Core.SecantException)
        {
            return null;
        }
    }
}
