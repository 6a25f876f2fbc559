using System.Collections.Immutable;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace Secant.Actors.Journal;

/// <summary>
/// The journal of a store: events are acknowledged only while its files are at their place. SQLite goes on writing to a file that
/// somebody deleted, and what it holds is gone with the process.
/// </summary>
internal class GuardedJournal(Config config) : SqlWriteJournal(config)
{
    private readonly Store? _store = Context.System.Settings.Setup.Get<Guarded>() is { HasValue: true } guarded
        ? guarded.Value.Store : null;

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages,
        CancellationToken cancellationToken)
    {
        _store?.RequireFiles();
        var rejected = await base.WriteMessagesAsync(messages, cancellationToken).ConfigureAwait(false);
        _store?.RequireJournal();
        return rejected;
    }

    /// <summary>Tells the journal of an actor system whose it is.</summary>
    internal sealed class Guarded(Store store) : Setup
    {
        public Store Store { get; } = store;
    }
}
