using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Persistence;
using Secant.Actors.Journal;

namespace Secant.Trials.Faults;

/// <summary>The program's journal, with a crash point round every write.</summary>
internal sealed class CrashingJournal(Config config) : GuardedJournal(config)
{
    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages,
        CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var names = writes.SelectMany(write => (IEnumerable<IPersistentRepresentation>)write.Payload)
            .Select(one => $"{one.PersistenceId}:{one.Payload.GetType().Name}");
        return CrashPoint.AroundAsync(string.Join(' ', names), () => base.WriteMessagesAsync(writes, cancellationToken));
    }
}
