using Akka.Actor;
using Akka.Persistence;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Journal;

/// <summary>Persists what it is told, answers once that is durable or why it is not, and tells what it recovered.</summary>
internal sealed class Recorder : ReceivePersistentActor
{
    private readonly List<IEvent> _events = [];

    public Recorder(string persistenceId)
    {
        PersistenceId = persistenceId;
        Recover<IEvent>(_events.Add);
        Command<IEvent>(entry => Persist(entry, persisted =>
        {
            _events.Add(persisted);
            Sender.Tell(new Done());
        }));
        Command<Unbound>(entry => Persist(entry, _ => Sender.Tell(new Done())));
        Command<Tell>(_ => Sender.Tell(_events.ToArray()));
    }

    public override string PersistenceId { get; }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Sender.Tell(new Status.Failure(cause));

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Sender.Tell(new Status.Failure(cause));

    /// <summary>The answer to an event.</summary>
    public sealed record Done;

    /// <summary>The question what there is.</summary>
    public sealed record Tell;

    /// <summary>Has no serializer of ours.</summary>
    public sealed record Unbound(string Text);
}
