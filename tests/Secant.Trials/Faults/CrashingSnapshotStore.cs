using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

namespace Secant.Trials.Faults;

/// <summary>The program's store of chunks, with a crash point round every one that is saved or deleted.</summary>
internal sealed class CrashingSnapshotStore(Config config) : SqlSnapshotStore(config)
{
    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) =>
        CrashPoint.AroundAsync($"save {metadata.PersistenceId}", async () =>
        {
            await base.SaveAsync(metadata, snapshot, cancellationToken);
            return true;
        });

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria,
        CancellationToken cancellationToken) =>
        CrashPoint.AroundAsync($"delete {persistenceId}", async () =>
        {
            await base.DeleteAsync(persistenceId, criteria, cancellationToken);
            return true;
        });
}
