using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
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
    private const int MostHappenings = 100;

    // Longer than a crowded machine puts a tick off: what goes on meanwhile is nobody's lateness, and no time of the run.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(2);

    private readonly CoordinatorSettings _settings;
    private readonly IActorRef _lab;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly List<CheckpointCommitted> _checkpoints = [];
    private readonly Dictionary<int, int> _slicesRecoveredByCheckpoint = [];
    private readonly Dictionary<string, NodeLink> _links = [];
    private readonly Dictionary<IActorRef, string> _workers = [];
    private readonly List<HappeningDocument> _happened = [];
    private readonly LearningCurve _curve = new();
    private readonly RepeatedFailures _failures = new();
    private IReadOnlyList<(NodeGrant Grant, IActorRef Node)> _grants = [];
    private string? _placement;
    private Attempt _attempt;
    private BuildRecord? _firstBuild;
    private ExperimentRun? _run;
    private ExperimentCompleted? _completed;
    private ExperimentFailed? _failed;
    private CheckpointCommitted? _base;
    private ProgressRecord? _before;
    private DateTimeOffset _lifeStarted;
    private bool _wasSuspended = true;
    private int _crashes;
    private int _slicesRecovered;
    private bool _isPause;
    private bool _isHeld;
    private DateTimeOffset _storeBegun;
    private string? _damage;
    private CheckpointDocument? _stored;
    private Span? _trace;

    public Coordinator(CoordinatorSettings settings, IActorRef lab)
    {
        _settings = settings;
        _clock = new Clock(settings.Time, Standstill, settings.TickInterval);
        _lab = lab;
        _attempt = new Attempt(settings.Id, 0);
        PersistenceId = $"experiment-{settings.Id}";
        JournalPluginId = settings.Journal;
        Recover<IExperimentEvent>(Apply);
        Recover<RecoveryCompleted>(_ => Recovered());
        BecomeStarting();
    }

    public override string PersistenceId { get; }

    // It has events only: what the snapshot store holds are its chunks.
    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.Now;

    public static Props Props(CoordinatorSettings settings, IActorRef lab) =>
        Akka.Actor.Props.Create(() => new Coordinator(settings, lab));

    // However it ends, nothing of it stays on the nodes.
    protected override void PostStop()
    {
        foreach (var link in _links.Values)
        {
            link.Node.Tell(new NodeProtocol.StopWorker(_attempt));
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

    private void Apply(IExperimentEvent happened)
    {
        switch (happened)
        {
            case LifeStarted life:
                _crashes += _wasSuspended ? 0 : 1;
                _wasSuspended = false;
                _attempt = _attempt with { Life = life.Life };
                Retention.Begin(_checkpoints, life);
                _firstBuild ??= life.Build;
                break;
            case LifeSuspended:
                _wasSuspended = true;
                break;
            case LifeContinued:
                _wasSuspended = false;
                break;
            case CheckpointCommitted checkpoint:
                Retention.Add(_checkpoints, checkpoint);
                _curve.Extend(checkpoint);
                _slicesRecoveredByCheckpoint[checkpoint.Iteration] = checkpoint.Progress.Recoveries - _crashes;
                break;
            case ExperimentCompleted completed:
                _completed = completed;
                break;
            case ExperimentFailed failed:
                _failed = failed;
                break;
            default:
                throw new InvalidOperationException($"{happened.GetType().Name} is no event of an experiment");
        }
    }

    private void Recovered()
    {
        if (_completed is not null || _failed is not null)
        {
            _lab.Tell(new Ended(Document()));
            BecomeEnded();
            return;
        }

        VerifiedBase().PipeTo(Self);
    }

    // The newest checkpoint that can be read whole; an older one where it is damaged, none where all are. Other troubles say
    // nothing about it.
    private async Task<BaseFound> VerifiedBase()
    {
        var damage = new List<string>();
        foreach (var checkpoint in _checkpoints.AsEnumerable().Reverse().Take(Retention.Kept))
        {
            try
            {
                foreach (var chunk in checkpoint.Chunks)
                {
                    await _settings.Chunks.LoadAsync(checkpoint.KeyOf(_settings.Id, chunk), chunk.Sha256).ConfigureAwait(false);
                }

                return new BaseFound(checkpoint, damage);
            }
            catch (SecantException unreadable) when (StoreErrors.IsDamage(unreadable))
            {
                damage.Add(unreadable.Message);
            }
        }

        return new BaseFound(null, damage);
    }

    private void BecomeStarting() => Become(() =>
    {
        Command<BaseFound>(found =>
        {
            _base = found.Checkpoint;
            if (found.Damage.Count > 0)
            {
                var instead = _base is null ? "it begins anew"
                    : string.Create(CultureInfo.InvariantCulture,
                    $"it goes on from the checkpoint at iteration {_base.Iteration}");
                _damage = $"{string.Join("; ", found.Damage)}: {instead}";
                Happen(HappeningKinds.Store, _damage);
            }

            _before = found.Checkpoint?.Progress;
            _curve.CutAfter(_base?.Iteration ?? -1);
            _slicesRecovered = _base is null ? 0 : _slicesRecoveredByCheckpoint[_base.Iteration];
            var life = new LifeStarted(_attempt.Life + 1, _settings.Instance, _clock.Date.ToUnixTimeMilliseconds(),
                _settings.Build, _base?.Iteration ?? -1);
            Persist(life, started =>
            {
                Apply(started);

                // What came before them was deleted in its time.
                _checkpoints.RemoveRange(0, Math.Max(0, _checkpoints.Count - Retention.Kept));
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
            new RunStart(_base?.Iteration ?? 0, _base is not null, _before?.Loss, _curve.Points, Now));
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
                _links.TryAdd(node.Node, new NodeLink(actor));
            }

            Do(_run!.Granted(Now, [.. grant.Nodes.Select(node => node.Grant)]));
        });
        Command<NodeLost>(lost => Lose(lost.Node, lost.How));
        Command<NodeNoted>(noted => Keep(noted.Kind, noted.Text, noted.Node));
        Command<NodeLoad>(load => _run!.Spans.Loaded(load.Node, load.Computing, load.Processor));
        Command<WorkerProtocol.Ready>(ready => ready.Attempt == _attempt && _links.ContainsKey(ready.Node), ready =>
        {
            var link = _links[ready.Node];
            Dismiss(link);
            link.Worker = Sender;
            _workers[Sender] = ready.Node;
            Context.Watch(Sender);
            Do(_run!.WorkerReady(Now, ready.Node));
        });
        Command<WorkerProtocol.GaveUp>(gaveUp => gaveUp.Attempt == _attempt && !_workers.ContainsKey(Sender), gaveUp =>
        {
            // From the node itself: it could not make a worker.
            if (_links.FirstOrDefault(link => link.Value.Node.Equals(Sender)) is { Key: { } node })
            {
                LoseWorker(node, gaveUp.Reason, gaveUp.MayPass);
            }
        });
        Command<WorkerProtocol.IReport>(report =>
        {
            if (report.Attempt == _attempt && _workers.TryGetValue(Sender, out var node))
            {
                Receive(node, report, Sender);
            }
        });
        Command<Fetched>(fetched =>
        {
            if (_workers.TryGetValue(fetched.Worker, out var node))
            {
                Take(node, fetched.Report, fetched.Bytes);
            }
        });
        Command<NotFetched>(not => LoseWorker(not.Worker, not.Reason, mayPass: true));
        Command<Terminated>(terminated => LoseWorker(terminated.ActorRef, "its worker ended"));
        Command<ValuesRead>(read => Send(
            read.Open.Node, new WorkerProtocol.SliceValues(_attempt, read.Open.Number, _settings.Payloads.Offer(read.Values))));
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
            if (!_wasSuspended)
            {
                Resume();
                return;
            }

            Persist(new LifeContinued(_run!.Iteration), continued =>
            {
                Apply(continued);
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
        if (_links.Remove(node, out var link))
        {
            Dismiss(link);
        }

        _grants = [.. _grants.Where(grant => grant.Grant.Node != node)];
        _failures.Forget(node);
        Keep(HappeningKinds.Died, $"{node} was lost: {how}", node);
        Do(_run!.Lost(Now, node));
    }

    private void StopWorker(string node)
    {
        if (_links.Remove(node, out var link))
        {
            Dismiss(link);
            link.Node.Tell(new NodeProtocol.StopWorker(_attempt));
        }
    }

    // Whatever a link's worker still says is of no use, its end least of all.
    private void Dismiss(NodeLink link)
    {
        if (link.Worker is { } worker)
        {
            link.Worker = null;
            _workers.Remove(worker);
            Context.Unwatch(worker);
        }
    }

    // The node may be well: it gets a new worker, ever later if that does not help.
    private void LoseWorker(IActorRef worker, string reason, bool mayPass = false)
    {
        if (_workers.TryGetValue(worker, out var node))
        {
            LoseWorker(node, reason, mayPass);
        }
    }

    private void LoseWorker(string node, string reason, bool mayPass)
    {
        _log.Warning("experiment {0}: lost its worker on {1}: {2}", _settings.Id, node, reason);
        _lab.Tell(new Noted(_settings.Id, HappeningKinds.Recovery, $"lost its worker on {node}: {reason}", node));
        Keep(HappeningKinds.Recovery, $"lost its worker on {node}: {reason}", node);
        var link = _links[node];
        Dismiss(link);
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

    private sealed record BaseFound(CheckpointCommitted? Checkpoint, IReadOnlyList<string> Damage);

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
