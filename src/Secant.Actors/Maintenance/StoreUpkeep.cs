using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Actors.Maintenance;

/// <summary>What a person does to a store that no experiment is running on, and a look at one that may be in use.</summary>
public static class StoreUpkeep
{
    /// <summary>A writer replaces checkpoints while they are read: what seems damaged then is looked at again.</summary>
    private const int Attempts = 5;

    /// <summary>Reads everything in a store and verifies every checksum. Writes nothing; somebody may write meanwhile.</summary>
    /// <exception cref="SecantException">It cannot be read, or a newer build or another program wrote it.</exception>
    public static StoreFindings Check(string? folder)
    {
        var place = StoreFolder.Resolve(folder);
        RepairSwap.RequireEnded(place);
        for (var attempt = 1; ; attempt++)
        {
            using var journal = new StoreFile(place.Journal, StoreFile.JournalTables, mends: false);
            using var snapshots = new StoreFile(place.Snapshots, StoreFile.SnapshotTables, mends: false);
            var findings = new Salvage(place, journal, snapshots).Findings;
            if (findings.Damage.Count == 0 || attempt == Attempts || StoreLock.Holder(place) is null)
            {
                return findings;
            }
        }
    }

    /// <summary>Copies what can be read of a damaged store into new files, and keeps the damaged ones beside them.</summary>
    /// <exception cref="SecantException">In use, not writable, or a newer build or another program wrote it.</exception>
    public static RepairReport Repair(StoreOptions options)
    {
        options.Validate();
        var folder = StoreFolder.Resolve(options.Folder);
        using var held = Directory.Exists(folder.Root) ? StoreLock.Take(folder, options) : throw Absent(folder);
        try
        {
            RepairSwap.Finish(folder);
            using var journal = new StoreFile(folder.Journal, StoreFile.JournalTables, mends: true);
            using var snapshots = new StoreFile(folder.Snapshots, StoreFile.SnapshotTables, mends: true);
            var salvage = new Salvage(folder, journal, snapshots);
            var kept = salvage.Findings.Damage.Count == 0 ? null : RepairSwap.Replace(folder, options.Time, place =>
            {
                salvage.Write(place);
                journal.Dispose();
                snapshots.Dispose();
            });
            return kept is null ? new RepairReport(salvage.Findings, [], [], null)
                : new RepairReport(salvage.Findings, salvage.Dropped, salvage.Lost, kept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw StoreErrors.Explain(e, folder.Root);
        }
    }

    /// <summary>Drops the parameters of ended experiments but for the newest, and gives free space back to the disk.</summary>
    /// <param name="options">The store.</param>
    /// <param name="keep">How many ended experiments keep their parameters; null is all.</param>
    /// <exception cref="SecantException">In use, not writable, damaged, or of a newer version.</exception>
    public static CompactReport Compact(StoreOptions options, int? keep)
    {
        var folder = StoreFolder.Resolve(options.Folder);
        var before = StoreDatabase.IsAbsent(folder.Journal) ? throw Absent(folder) : Bytes(folder);
        using var store = Store.Open(options);
        try
        {
            using var journal = StoreDatabase.OpenForWriting(folder.Journal);
            using var snapshots = StoreDatabase.OpenForWriting(folder.Snapshots);
            var stored = Leftovers.Chunks(snapshots).Select(chunk => chunk.Experiment).ToHashSet();
            var ended = new StoreReader(folder.Root).List()
                .Where(document => ExperimentStates.IsEnd(document.State) && document.Damage is null).ToList();
            var dropped = ended.Take(Math.Max(0, ended.Count - (keep ?? ended.Count))).Select(document => document.Id)
                .Where(stored.Contains).ToList();
            foreach (var id in dropped)
            {
                // A note without a deletion is found whole; a deletion without a note would look like damage.
                DroppedParameters.Add(journal, id, "were dropped by 'secant store compact'");
                StoreDatabase.Execute(snapshots, "DELETE FROM snapshot WHERE persistence_id LIKE $0", $"experiment-{id}/%");
            }

            foreach (var file in (SqliteConnection[])[snapshots, journal])
            {
                StoreDatabase.Execute(file, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
            }

            return new CompactReport(folder.Root, before, Bytes(folder), dropped);
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, folder.Root);
        }
    }

    internal static long Bytes(StoreFolder folder) =>
        new[] { folder.Journal, folder.Snapshots }.SelectMany(path => new[] { path, path + "-wal" })
        .Sum(path => new FileInfo(path) is { Exists: true } file ? file.Length : 0);

    private static SecantException Absent(StoreFolder folder) =>
        new(Failure.Store, $"there is no store in {folder.Root}: check --store");
}
