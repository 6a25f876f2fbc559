using System.Globalization;
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
            var image = StoreImage.Read(place);
            var findings = Describe(place, image, Assessment.Of(image));
            if (findings.Damage.Count == 0 || attempt == Attempts || StoreLock.Holder(place) is null)
            {
                return findings;
            }
        }
    }

    /// <summary>Rebuilds the damaged files of what can be read, and keeps the damaged ones beside them.</summary>
    /// <exception cref="SecantException">In use, not writable, or a newer build or another program wrote it.</exception>
    public static RepairReport Repair(StoreOptions options)
    {
        options.Validate();
        var folder = StoreFolder.Resolve(options.Folder);
        if (!Directory.Exists(folder.Root))
        {
            throw new SecantException(Failure.Store, $"there is no store in {folder.Root}: check --store");
        }

        using var held = StoreLock.Take(folder, options);
        try
        {
            RepairSwap.Finish(folder);
            var image = StoreImage.Read(folder, mends: true);
            var assessment = Assessment.Of(image);
            var findings = Describe(folder, image, assessment);
            return findings.Damage.Count == 0
                ? new RepairReport(findings, [], [], null)
                : new RepairReport(findings, assessment.Dropped, assessment.Lost,
                Rebuild(folder, image, assessment, options.Time));
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
        if (StoreDatabase.IsAbsent(folder.Journal))
        {
            throw new SecantException(Failure.Store, $"there is no store in {folder.Root}: check --store");
        }

        var before = Bytes(folder);
        using var store = Store.Open(options);
        try
        {
            var dropped = keep is { } count ? Drop(folder, count) : [];
            Vacuum(folder.Snapshots);
            Vacuum(folder.Journal);
            return new CompactReport(folder.Root, before, Bytes(folder), dropped);
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, folder.Root);
        }
    }

    private static StoreFindings Describe(StoreFolder folder, StoreImage image, Assessment assessment) => new()
    {
        Folder = folder.Root,
        Exists = !StoreDatabase.IsAbsent(folder.Journal) || !StoreDatabase.IsAbsent(folder.Snapshots),
        Bytes = Bytes(folder),
        Events = image.Events.Count(entry => entry.Event is not null),
        Experiments = assessment.Experiments,
        Checkpoints = assessment.Checkpoints,
        Dropped = image.Dropped.Count,
        Leftovers = image.Chunks.Keys.Count(id => !assessment.ExpectedChunks.Contains(id)),
        Damage = [.. image.JournalDamage, .. image.SnapshotDamage, .. assessment.Damage, .. assessment.Lost],
    };

    // The journal is small, and both tell of each other; of the other file only the damaged one is rebuilt, as it may be large.
    private static string Rebuild(StoreFolder folder, StoreImage image, Assessment assessment, TimeProvider time)
    {
        var moment = time.Date().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var workshop = RepairSwap.Workshop(folder, moment);
        Directory.CreateDirectory(workshop);
        try
        {
            Maintenance.Rebuild.Journal(
                folder.Journal, Path.Combine(workshop, Path.GetFileName(folder.Journal)), image, assessment);
            if (image.SnapshotDamage.Count > 0 || assessment.Damage.Count > 0)
            {
                Maintenance.Rebuild.Snapshots(folder.Snapshots, Path.Combine(workshop, Path.GetFileName(folder.Snapshots)), image,
                    assessment);
            }

            return RepairSwap.Swap(folder, workshop);
        }
        finally
        {
            if (Directory.Exists(workshop))
            {
                Directory.Delete(workshop, recursive: true);
            }
        }
    }

    // What is noted and still there is found whole; what is deleted and not noted would look damaged.
    private static List<string> Drop(StoreFolder folder, int keep)
    {
        using var journal = StoreDatabase.OpenForWriting(folder.Journal);
        using var snapshots = StoreDatabase.OpenForWriting(folder.Snapshots);
        if (!StoreDatabase.Holds(snapshots, "snapshot"))
        {
            return [];
        }

        var dropped = new List<string>();
        var ended = new StoreReader(folder.Root).List()
            .Where(document => ExperimentStates.IsEnd(document.State) && document.Damage is null)
            .Select(document => document.Id);
        foreach (var id in ended.SkipLast(keep))
        {
            using var find = snapshots.CreateCommand();
            find.CommandText = "SELECT EXISTS (SELECT 1 FROM snapshot WHERE persistence_id LIKE $chunks)";
            find.Parameters.AddWithValue("$chunks", $"experiment-{id}/%");
            if ((long)find.ExecuteScalar()! == 0)
            {
                continue;
            }

            DroppedParameters.Add(journal, id, "were dropped by 'secant store compact'");
            find.CommandText = "DELETE FROM snapshot WHERE persistence_id LIKE $chunks";
            find.ExecuteNonQuery();
            dropped.Add(id);
        }

        return dropped;
    }

    private static void Vacuum(string path)
    {
        using var connection = StoreDatabase.OpenForWriting(path);
        StoreDatabase.Execute(connection, "VACUUM");
        StoreDatabase.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static long Bytes(StoreFolder folder) =>
        new[] { folder.Journal, folder.Snapshots }.SelectMany(path => new[] { path, path + "-wal" })
        .Sum(path => new FileInfo(path) is { Exists: true } file ? file.Length : 0);
}
