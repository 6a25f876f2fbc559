using System.Globalization;
using Microsoft.Data.Sqlite;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Checkpoints;

/// <summary>Reads committed checkpoints as rows of SQLite, with no actor system.</summary>
internal sealed class CheckpointReader(StoreFolder folder)
{
    // A writer drops a checkpoint once two newer ones are committed. Reading starts again as long as there are newer ones, and
    // that ends: a writer commits a few in a second.
    private const int Attempts = 1000;

    /// <returns>Null when none was committed.</returns>
    /// <exception cref="SecantException">Neither of the last two can be read, or the store cannot.</exception>
    public CheckpointContents? ReadLast(string id)
    {
        for (var attempt = 1; ; attempt++)
        {
            var committed = Committed(id);
            if (committed.Count == 0)
            {
                return null;
            }

            var problems = new List<string>();
            foreach (var checkpoint in committed.AsEnumerable().Reverse())
            {
                try
                {
                    return Read(id, checkpoint, problems);
                }
                catch (SecantException e) when (StoreErrors.IsDamage(e))
                {
                    problems.Add(e.Message);
                }
            }

            if (attempt == Attempts || Committed(id) is not [.., var last] || last.Iteration == committed[^1].Iteration)
            {
                if (Dropped(id) is { } reason)
                {
                    throw new SecantException(Failure.Work,
                        $"the parameters of experiment {id} {reason}; run it again to have them, bit for bit the same");
                }

                var reasons = string.Join("; ", problems.Distinct());
                throw new SecantException(Failure.Store, $"no checkpoint of experiment {id} can be read: {reasons}");
            }
        }
    }

    private List<CheckpointCommitted> Committed(string id) =>
        Retention.Checkpoints(JournalReader.Of(folder.Journal, JournalReader.ExperimentPrefix + id).ConvertAll(row => row.Event));

    private string? Dropped(string id)
    {
        using var connection = StoreDatabase.OpenForReading(folder.Journal);
        return connection is null ? null : DroppedParameters.Find(connection, id);
    }

    private CheckpointContents Read(string id, CheckpointCommitted checkpoint, List<string> problems)
    {
        using var connection = StoreDatabase.OpenForReading(folder.Snapshots) ?? throw StoreErrors.Missing(folder.Snapshots);
        var chunks = new List<CheckpointChunk>();
        foreach (var chunk in checkpoint.Chunks.OrderBy(chunk => chunk.FirstGroup))
        {
            var bytes = ReadChunk(connection, checkpoint.KeyOf(id, chunk).ToString(), chunk.Sha256);
            chunks.Add(new CheckpointChunk(chunk.FirstGroup, chunk.GroupCount, bytes));
        }

        var iteration = checkpoint.Iteration.ToString(CultureInfo.InvariantCulture);
        var damage = problems.Count == 0 ? null
            : $"{string.Join("; ", problems)}: the checkpoint at iteration {iteration} is used";
        return new CheckpointContents(id, checkpoint.Iteration, checkpoint.Fingerprint, chunks, damage);
    }

    private byte[] ReadChunk(SqliteConnection connection, string id, byte[] sha256)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT snapshot FROM snapshot WHERE persistence_id = $id AND sequence_number = $number";
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$number", ChunkStore.SequenceNumber);
            return command.ExecuteScalar() is byte[] bytes ? ChunkStore.Verified(id, bytes, sha256)
                : throw ChunkStore.Missing(id);
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, folder.Snapshots);
        }
    }
}
