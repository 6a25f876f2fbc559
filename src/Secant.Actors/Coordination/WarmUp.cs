using Akka.Actor;
using Secant.Actors.Checkpoints;
using Secant.Lab.Contracts;
using static Secant.Actors.Coordination.CoordinatorProtocol;

namespace Secant.Actors.Coordination;

/// <summary>
/// Runs an experiment for a moment, with the real coordinator, worker, checkpoint and data, so that the compiler is done with
/// them before a run that counts. Its events are kept in memory, its checkpoint is taken away. Tells its maker <see cref="Done"/>
/// when it is over.
/// </summary>
public sealed class WarmUp : ReceiveActor, IWithTimers
{
    private const string Memory = "akka.persistence.journal.inmem";

    private readonly CoordinatorSettings _settings;
    private readonly TimeSpan _time;
    private readonly IActorRef _asker;
    private readonly IActorRef _coordinator;

    public WarmUp(CoordinatorSettings settings, NodeGrant grant, IActorRef node, TimeSpan time, IActorRef asker)
    {
        _settings = settings;
        _time = time;
        _asker = asker;
        _coordinator = Context.ActorOf(Coordinator.Props(settings with { Journal = Memory }, Self));
        Context.Watch(_coordinator);
        _coordinator.Tell(new Grant([(grant, node)], ""));
        Receive<Begun>(_ => Timers.StartSingleTimer(nameof(Enough), Enough.Instance, _time));
        Receive<Enough>(_ => _coordinator.Tell(new Hold(IsPause: false)));
        Receive<Held>(_ => _coordinator.Tell(new GetDocument()));
        Receive<LabProtocol.Document>(answer => DeleteAsync(answer.Value.Iteration)
            .PipeTo(Self, success: () => Deleted.Instance, failure: _ => Deleted.Instance));
        Receive<Deleted>(_ => Context.Stop(_coordinator));
        Receive<Ended>(_ => Context.Stop(_coordinator));
        Receive<Terminated>(_ =>
        {
            _asker.Tell(Done.Instance);
            Context.Stop(Self);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(CoordinatorSettings settings, NodeGrant grant, IActorRef node, TimeSpan time, IActorRef asker) =>
        Akka.Actor.Props.Create(() => new WarmUp(settings, grant, node, time, asker));

    // It has but one life, in memory.
    private Task DeleteAsync(int iteration) => _settings.Chunks.DeleteAsync(
        Enumerable.Range(0, CheckpointWriter.ChunksOf(_settings.Shape))
            .Select(index => new ChunkKey(_settings.Id, 1, iteration, index)));

    /// <summary>The moment is over.</summary>
    public sealed class Done
    {
        public static Done Instance { get; } = new();
    }

    private sealed class Enough
    {
        public static Enough Instance { get; } = new();
    }

    private sealed class Deleted
    {
        public static Deleted Instance { get; } = new();
    }
}
