using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using static Secant.Actors.Coordination.CoordinatorProtocol;
using Span = System.Diagnostics.Activity;

namespace Secant.Actors.Coordination;

/// <summary>
/// Runs one experiment: a shell round <see cref="ExperimentRun"/> that carries messages to it, does what it wants done, and
/// persists before anything is said to be so.
/// </summary>
public sealed partial class Coordinator : ReceivePersistentActor, IWithTimers
{
    // Longer than a crowded machine puts a tick off: what goes on meanwhile is nobody's lateness, and no time of the run.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(2);

    private readonly CoordinatorSettings _settings;
    private readonly IActorRef _lab;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ExperimentLives _lives = new();
    private readonly ExperimentChunks _chunks;
    private readonly StretchAccount _stretch;
    private readonly WorkerLinks _links = new(Context);
    private readonly RunMessages _messages;
    private readonly RepeatedFailures _failures = new();
    private IReadOnlyList<(NodeGrant Grant, IActorRef Node)> _grants = [];
    private string? _placement;
    private ExperimentRun? _run;
    private DateTimeOffset _lifeStarted;
    private bool _isPause;
    private bool _isHeld;
    private string? _damage;
    private Span? _trace;

    public Coordinator(CoordinatorSettings settings, IActorRef lab)
    {
        _settings = settings;
        _clock = new Clock(settings.Time, Standstill, settings.TickInterval);
        _lab = lab;
        _chunks = new ExperimentChunks(settings.Chunks, settings.Id, settings.Shape);
        _stretch = new StretchAccount(settings.Id, _clock);
        _messages = new RunMessages(settings, _lives, _links);
        PersistenceId = $"experiment-{settings.Id}";
        Recover<IExperimentEvent>(_lives.Apply);
        Recover<RecoveryCompleted>(_ => Recovered());
        BecomeStarting();
    }

    public override string PersistenceId { get; }

    // It has events only: what the snapshot store holds are its chunks.
    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.Now;

    private Attempt Attempt => _messages.Attempt;

    public static Props Props(CoordinatorSettings settings, IActorRef lab) =>
        Akka.Actor.Props.Create(() => new Coordinator(settings, lab));

    // However it ends, nothing of it stays on the nodes.
    protected override void PostStop()
    {
        foreach (var node in _links.Nodes)
        {
            node.Tell(new NodeProtocol.StopWorker(Attempt));
        }

        _trace?.Dispose();
        base.PostStop();
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => StoreFails(cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        StoreFails(cause);
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => StoreFails(reason);

    private void Recovered()
    {
        if (_lives.HasEnded)
        {
            _lab.Tell(new Ended(Document()));
            BecomeEnded();
            return;
        }

        _chunks.NewestSoundAsync(_lives.Checkpoints).PipeTo(Self);
    }

    private void BecomeStarting() => Become(() =>
    {
        Command<SoundCheckpoint>(found =>
        {
            _lives.GoOnFrom(found.Checkpoint);
            if (found.Damage.Count > 0)
            {
                var instead = found.Checkpoint is not { } sound ? "it begins anew"
                    : string.Create(CultureInfo.InvariantCulture,
                    $"it goes on from the checkpoint at iteration {sound.Iteration}");
                _damage = $"{string.Join("; ", found.Damage)}: {instead}";
                Happen(HappeningKinds.Store, _damage);
            }

            var life = new LifeStarted(_lives.Life + 1, _settings.Instance, _clock.Date.ToUnixTimeMilliseconds(),
                _settings.Build, found.Checkpoint?.Iteration ?? -1);
            Persist(life, started =>
            {
                _lives.Apply(started);

                // What came before them was deleted in its time.
                _lives.KeepLast(Retention.Kept);
                _lab.Tell(new Begun(_settings.Id));
                _trace = Telemetry.Begin("experiment")?.SetTag(Telemetry.Experiment, _settings.Id)
                    .SetTag("secant.life", started.Life);
                BecomeRunning();
            });
        });
        Command<Status.Failure>(failure => StoreFails(failure.Cause));
        Command<GetDocument>(_ => Sender.Tell(new LabProtocol.Document(Document(), null)));
        CommandAny(_ => Stash.Stash());
    });

    private void BecomeRunning()
    {
        _lifeStarted = Now;
        _run = new ExperimentRun(
            _settings.Spec,
            _settings.Data.Train,
            _settings.Data.Test,
            _settings.Data.Set.Classes,
            _settings.Run,
            new RunStart(_lives.Base?.Iteration ?? 0, _lives.Base is not null, _lives.Base?.Progress.Loss, _lives.Curve, Now));
        Become(Running);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _settings.TickInterval);
        Stash.UnstashAll();
    }

    private void Running()
    {
        Command<Grant>(grant =>
        {
            if (grant.Nodes.Count > 0 && _placement != grant.Reason)
            {
                Happen(HappeningKinds.Placed, grant.Reason);
            }

            _placement = grant.Reason;
            _grants = grant.Nodes;
            foreach (var (node, actor) in grant.Nodes)
            {
                _links.Add(node.Node, actor);
            }

            Do(_run!.Granted(Now, [.. grant.Nodes.Select(node => node.Grant)]));
        });
        Command<NodeLost>(lost => Lose(lost.Node, lost.How));
        Command<NodeNoted>(noted => _stretch.Add(noted.Kind, noted.Text, noted.Node));
        Command<NodeLoad>(load => _run!.Spans.Loaded(load.Node, load.Computing, load.Processor));
        ListenToWorkers();
        Command<Restart>(_ => Do(_run!.Granted(Now, [.. _grants.Select(grant => grant.Grant)])));
        Command<CheckpointStored>(Commit);
        Command<Status.Failure>(failure => StoreFails(failure.Cause));
        Command<Hold>(hold =>
        {
            _isPause = hold.IsPause;
            Do(_run!.Hold(Now));
        });
        Command<Cancelled>(_ => KeepLast(1));
        Command<Continue>(_ =>
        {
            if (!_lives.IsSuspended)
            {
                Resume();
                return;
            }

            Persist(new LifeContinued(_run!.Iteration), continued =>
            {
                _lives.Apply(continued);
                Resume();
            });
        });
        Command<Tick>(_ =>
        {
            Do(_run!.Tick(Now));
            _lab.Tell(new Holdings(_settings.Id, _run.UnitsByNode, _run.SpeedPerCore, _run.SplitSeconds(Now)));
        });
        Command<GetDocument>(_ => Sender.Tell(new LabProtocol.Document(Document(), null)));
    }

    private void ListenToWorkers()
    {
        Command<WorkerProtocol.Ready>(ready => ready.Attempt == Attempt && _links.Has(ready.Node), ready =>
        {
            _links.Bind(ready.Node, Sender);
            Do(_run!.WorkerReady(Now, ready.Node));
        });
        Command<WorkerProtocol.GaveUp>(gaveUp => gaveUp.Attempt == Attempt && _links.WorkerNodeOf(Sender) is null, gaveUp =>
        {
            // From the node itself: it could not make a worker.
            if (_links.NodeOf(Sender) is { } node)
            {
                LoseWorker(node, gaveUp.Reason, gaveUp.MayPass);
            }
        });
        Command<WorkerProtocol.IReport>(report =>
        {
            if (report.Attempt == Attempt && _links.WorkerNodeOf(Sender) is { } node)
            {
                Receive(node, report, Sender);
            }
        });
        Command<Fetched>(fetched =>
        {
            if (_links.WorkerNodeOf(fetched.Worker) is { } node)
            {
                Take(node, fetched.Report, fetched.Bytes);
            }
        });
        Command<NotFetched>(not => LoseWorker(not.Worker, not.Reason, mayPass: true));
        Command<Terminated>(terminated => LoseWorker(terminated.ActorRef, "its worker ended"));
        Command<ValuesRead>(read => _messages.SendValues(read.Open, read.Values));
    }

    private void Resume()
    {
        _isHeld = false;
        Do(_run!.Continue(Now));
    }

    private void BecomeEnded() => Become(() =>
    {
        Command<GetDocument>(_ => Sender.Tell(new LabProtocol.Document(Document(), null)));
        CommandAny(_ => { });
    });

    private void Lose(string node, string how)
    {
        _links.Remove(node);
        _grants = [.. _grants.Where(grant => grant.Grant.Node != node)];
        _failures.Forget(node);
        _stretch.Add(HappeningKinds.Died, $"{node} was lost: {how}", node);
        Do(_run!.Lost(Now, node));
    }

    private void StopWorker(string node) =>
        _links.Remove(node)?.Node.Tell(new NodeProtocol.StopWorker(Attempt));

    // The node may be well: it gets a new worker, ever later if that does not help.
    private void LoseWorker(IActorRef worker, string reason, bool mayPass = false)
    {
        if (_links.WorkerNodeOf(worker) is { } node)
        {
            LoseWorker(node, reason, mayPass);
        }
    }

    private void LoseWorker(string node, string reason, bool mayPass)
    {
        _log.Warning("experiment {0}: lost its worker on {1}: {2}", _settings.Id, node, reason);
        _lab.Tell(new Noted(_settings.Id, HappeningKinds.Recovery, $"lost its worker on {node}: {reason}", node));
        _stretch.Add(HappeningKinds.Recovery, $"lost its worker on {node}: {reason}", node);
        var link = _links.Find(node)!;
        _links.Dismiss(node);
        if (!mayPass && _failures.Add(node, reason, _run!.Iteration, _grants.Select(grant => grant.Grant.Node)) is { } again)
        {
            _lab.Tell(new Stuck(Document() with
            {
                State = ExperimentStates.Paused,
                Reason = $"{ExperimentStates.Stuck}: {again}",
                Spans = null,
                SecondsLeft = null
            }));
            Context.Stop(Self);
            return;
        }

        Do(_run!.Lost(Now, node));
        if (_grants.All(grant => grant.Grant.Node != node))
        {
            // It was handing over what it held; there is nothing left of it.
            StopWorker(node);
            _lab.Tell(new NodeFree(_settings.Id, node));
            return;
        }

        var delay = TimeSpan.FromMilliseconds(Math.Min(30_000, 100 << Math.Min(9, link.GaveUp++)));
        Timers.StartSingleTimer(node, Restart.Instance, delay);
    }

    private void StoreFails(Exception cause)
    {
        var reason = cause is SecantException known ? known.Message
            : StoreErrors.Explain(cause, $"record of experiment {_settings.Id}").Message;
        _lab.Tell(new StoreFailed(Document() with { State = ExperimentStates.Paused, Reason = reason }, reason));
        Context.Stop(Self);
    }

    private sealed record ValuesRead(RunEffect.OpenSlice Open, byte[] Values);

    private sealed record Fetched(IActorRef Worker, WorkerProtocol.IReport Report, byte[] Bytes);

    private sealed record NotFetched(IActorRef Worker, string Reason);

    private sealed record CheckpointStored(int Iteration, ChunkRecord[] Chunks, string Fingerprint, ProgressRecord Progress);

    private sealed class Tick
    {
        public static Tick Instance { get; } = new();
    }

    private sealed class Restart
    {
        public static Restart Instance { get; } = new();
    }
}
