using Akka.Actor;
using Akka.Event;
using Secant.Actors.Wire;
using Secant.Core;
using Secant.Lab.Contracts;
using static Secant.Lab.Contracts.NodeProtocol;

namespace Secant.Actors.Workers;

/// <summary>
/// One process's cores: registers them with the lab, gives signs of life, and makes a worker for every experiment that they are
/// lent to.
/// </summary>
public sealed class Node : ReceiveActor, IWithTimers
{
    private readonly NodeSettings _settings;
    private readonly IDataSource _data;
    private readonly IPayloads _payloads;

    // By experiment; nobody while the data set of one is being read.
    private readonly Dictionary<string, (Attempt Attempt, IActorRef Worker)> _workers = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ComputeMeter _meter;
    private readonly RoundTrip _roundTrip;
    private readonly Clock _clock;
    private ICanTell? _lab;
    private string _name;
    private DateTimeOffset _heard;
    private bool _isJoined;
    private bool _isLeaving;

    public Node(NodeSettings settings, IDataSource data, IPayloads payloads, ICanTell lab)
    {
        _settings = settings;
        _data = data;
        _payloads = payloads;
        _roundTrip = new RoundTrip(settings.Time);
        _clock = new Clock(settings.Time, 2 * settings.PulseInterval, settings.PulseInterval);
        _meter = new ComputeMeter(settings.Cores);
        _name = settings.Name;
        _lab = lab;
        Receive<Welcome>(_ => !_isJoined, welcome =>
        {
            _isJoined = true;
            _name = welcome.Node;
            _lab = Sender;
            Timers.Cancel(nameof(RegisterTick));
            Timers.StartPeriodicTimer(nameof(PulseTick), PulseTick.Instance, settings.PulseInterval);
            _heard = _clock.Now;
            settings.Joined?.Invoke(welcome);
        });
        Receive<Refused>(refused =>
        {
            Timers.Cancel(nameof(RegisterTick));
            settings.Refused?.Invoke(refused.Reason);
        });
        Receive<Welcome>(_ =>
        {
            _roundTrip.Returned();
            _heard = _clock.Now;
        });
        // The answer to a sign of life that was on its way when the lab let go of this node, or of a lab that has begun anew.
        Receive<Unknown>(_ => _isLeaving, _ => settings.Released?.Invoke());
        Receive<Unknown>(_ => _isJoined, _ =>
        {
            _isJoined = false;
            _roundTrip.Forget();
            DropAll();
            Register();
        });
        Receive<Released>(_ => settings.Released?.Invoke());
        Receive<StartWorker>(Prepare);
        Receive<ResizeWorker>(resize =>
        {
            if (_workers.TryGetValue(resize.Attempt.Experiment, out var held) && held.Attempt == resize.Attempt)
            {
                held.Worker.Tell(new Worker.Resize(resize.Cores));
            }
        });
        Receive<StopWorker>(stop => Drop(stop.Attempt));
        Receive<Prepared>(prepared =>
        {
            // It may have been stopped, or a newer life may have come, while its data was read.
            if (!IsAwaited(prepared.Start.Attempt))
            {
                return;
            }

            var props = Worker.Props(
                prepared.Start.Attempt, prepared.Start.Spec, prepared.Node, prepared.Start.Cores, prepared.Data, payloads,
                    prepared.Coordinator, _meter);
            _workers[prepared.Start.Attempt.Experiment] = (prepared.Start.Attempt, Context.ActorOf(props));
        });
        Receive<NotPrepared>(not =>
        {
            if (!IsAwaited(not.Attempt))
            {
                return;
            }

            _workers.Remove(not.Attempt.Experiment);
            _log.Warning("experiment {0}: {1}", not.Attempt.Experiment, not.Cause.Message);
            not.Coordinator.Tell(WorkerProtocol.GaveUp.Of(not.Attempt, not.Cause));
        });
        Receive<Leave>(_ =>
        {
            _isLeaving = true;
            _lab.Tell(new Leaving(settings.Instance), Self);
        });
        Receive<RegisterTick>(_ => Register());
        Receive<PulseTick>(_ =>
        {
            var (computing, processor) = _meter.Read();
            _lab.Tell(new Pulse(settings.Instance, Environment.WorkingSet, computing, processor,
                _roundTrip.Quickest.TotalSeconds), Self);
            _roundTrip.Left();

            // Time in which this process itself stood still is not the lab's silence: the clock leaves it out.
            if (_clock.Now - _heard > settings.LabPatience)
            {
                settings.Abandoned?.Invoke();
            }
        });
        Register();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeSettings settings, IDataSource data, IPayloads payloads, ICanTell lab) =>
        Akka.Actor.Props.Create(() => new Node(settings, data, payloads, lab));

    // A worker that failed has told its coordinator; starting it again with nothing would only confuse.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Register()
    {
        _lab!.Tell(
            new Register(_settings.Name, _settings.Instance, _settings.Cores, _settings.Protocol, _settings.Probe,
                _settings.Speed, _settings.Build, _settings.Lab, _settings.Process), Self);
        Timers.StartSingleTimer(nameof(RegisterTick), RegisterTick.Instance, _settings.RegisterInterval);
    }

    private void Prepare(StartWorker start)
    {
        if (IsAwaited(start.Attempt))
        {
            // It is asked for again, as reading a data set takes long.
            return;
        }

        Drop(start.Attempt);
        if (!_workers.TryAdd(start.Attempt.Experiment, (start.Attempt, ActorRefs.Nobody)))
        {
            return;
        }

        var coordinator = Sender;
        var node = _name;
        _data.GetAsync(start.Spec.DataSha256).PipeTo(
            Self,
            success: data => new Prepared(start, node, data, coordinator),
            failure: cause => new NotPrepared(start.Attempt, cause, coordinator));
    }

    // Ends the worker of this life or an older one.
    private void Drop(Attempt attempt)
    {
        if (_workers.TryGetValue(attempt.Experiment, out var held) && held.Attempt.Life <= attempt.Life)
        {
            Stop(held.Worker);
            _workers.Remove(attempt.Experiment);
        }
    }

    private bool IsAwaited(Attempt attempt) =>
        _workers.TryGetValue(attempt.Experiment, out var held) && held.Attempt == attempt && held.Worker.IsNobody();

    private static void Stop(IActorRef worker)
    {
        if (!worker.IsNobody())
        {
            Context.Stop(worker);
        }
    }

    private void DropAll()
    {
        foreach (var (_, worker) in _workers.Values)
        {
            Stop(worker);
        }

        _workers.Clear();
        Timers.Cancel(nameof(PulseTick));
    }

    /// <summary>From this process: hand over and go.</summary>
    public sealed record Leave;

    private sealed record Prepared(StartWorker Start, string Node, LoadedData Data, IActorRef Coordinator);

    private sealed record NotPrepared(Attempt Attempt, Exception Cause, IActorRef Coordinator);

    private sealed class RegisterTick
    {
        public static RegisterTick Instance { get; } = new();
    }

    private sealed class PulseTick
    {
        public static PulseTick Instance { get; } = new();
    }
}
