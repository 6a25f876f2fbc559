using Akka.Actor;
using Akka.Event;
using Secant.Lab.Contracts;
using Secant.Lab.Scheduling;
using static Secant.Lab.Contracts.LabProtocol;

namespace Secant.Actors.Coordination;

/// <summary>
/// What others take for the lab. Akka ends a persistent actor whose write failed; the keeper begins the lab anew, ever later
/// while the store stays broken, and answers for it in between from what it last knew. What it is asked to promise it refuses
/// with the store's error.
/// </summary>
public sealed class LabKeeper : ReceiveActor, IWithTimers
{
    private readonly LabSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _lab = ActorRefs.Nobody;
    private readonly TimeProvider _time;
    private long _begun;
    private StatusDocument? _last;
    private string _reason = "the lab ended";
    private readonly BackOff _backOff;
    private bool _hasEnded;

    public LabKeeper(LabSettings settings)
    {
        _settings = settings;
        _time = settings.Time;
        _backOff = new BackOff(settings.LongestStorePause);
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Begin();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LabSettings settings) => Akka.Actor.Props.Create(() => new LabKeeper(settings));

    /// <summary>From the lab, before it ends: a write failed.</summary>
    /// <param name="Reason">The store's error, in one line.</param>
    /// <param name="Status">How the lab was, everything unfinished paused for that reason; null where it had read nothing
    /// yet.</param>
    internal sealed record StoreBroke(string Reason, StatusDocument? Status);

    // A lab that throws is as good as one that could not write.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Begin()
    {
        _hasEnded = false;
        _begun = _time.GetTimestamp();
        _lab = Context.Watch(Context.ActorOf(LabActor.Props(_settings)));
        Become(Keeping);
    }

    private void Keeping()
    {
        Receive<StoreBroke>(broke =>
        {
            _reason = broke.Reason;
            _last = broke.Status ?? _last;
            BecomeBroken();
        });
        Receive<Terminated>(_ =>
        {
            _hasEnded = true;
            BecomeBroken();
        });
        Receive<DeadLetter>(TakeBack);
        ReceiveAny(message => _lab.Forward(message));
    }

    private void BecomeBroken()
    {
        if (_settings.TakesUpAll)
        {
            var pause = _backOff.Next(_time.GetElapsedTime(_begun));
            _log.Error("{0}; the lab begins anew in {1} s", _reason, pause.TotalSeconds);
            Retry(pause);
        }

        Become(Broken);
    }

    private void Broken()
    {
        Receive<RetryTick>(_ => BeginOrWait());
        Receive<GetStatus>(_ => Sender.Tell(_last is { } last ? new LabProtocol.Status(last) : new NotStored(_reason)));
        Receive<GetDocument>(get => Sender.Tell(_last?.Experiments.FirstOrDefault(document => document.Id == get.Id) is { } found
            ? new Document(found, ExperimentStates.IsEnd(found.State) ? null : _reason)
            : new NotStored(_reason)));
        Receive<LabActor.Stop>(_ => Sender.Tell(new Done("stopped")));

        // Nodes stay: the new lab will ask them to register anew.
        Receive<NodeProtocol.Pulse>(_ => Sender.Tell(new NodeProtocol.Welcome(_settings.Name, "")));
        Receive<NodeProtocol.Register>(_ => { });
        Receive<NodeProtocol.Leaving>(_ => Sender.Tell(new NodeProtocol.Released()));
        Receive<NodeProtocol.FetchData>(fetch => Sender.Tell(new NodeProtocol.Data(fetch.Sha256, "", null)));
        Receive<LabActor.NodeSuspected>(_ => { });
        Receive<StoreBroke>(_ => { });
        Receive<DeadLetter>(TakeBack);
        Receive<Terminated>(_ => _hasEnded = true);
        ReceiveAny(_ => Sender.Tell(new NotStored(_reason)));
    }

    // What reached a lab right before it ended was never looked at: it is answered here, or by the lab that comes next.
    private void TakeBack(DeadLetter dead)
    {
        // What the lab and its coordinators tell themselves is nobody's question.
        var isOwn = dead.Sender.IsNobody()
            || dead.Sender.Path.ToStringWithoutAddress().StartsWith(Self.Path.ToStringWithoutAddress(), StringComparison.Ordinal);
        var assembly = dead.Message.GetType().Assembly;
        if (!isOwn && dead.Recipient.Path.Parent.Equals(Self.Path)
            && (assembly == typeof(LabKeeper).Assembly || assembly == typeof(IWireMessage).Assembly))
        {
            Self.Tell(dead.Message, dead.Sender);
        }
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    // Never two at once: they would write under one name.
    private void BeginOrWait()
    {
        if (_hasEnded)
        {
            Begin();
        }
        else
        {
            Retry(TimeSpan.FromSeconds(1));
        }
    }

    private void Retry(TimeSpan pause) => Timers.StartSingleTimer(nameof(RetryTick), RetryTick.Instance, pause);

    private sealed class RetryTick
    {
        public static RetryTick Instance { get; } = new();
    }
}
