using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;
using Secant.Lab.History;
using Secant.Lab.Scheduling;
using static Secant.Lab.Contracts.LabProtocol;

namespace Secant.Actors.Coordination;

/// <summary>
/// The lab: queue of experiments, registry of nodes, leases of cores. It persists what it promises before it says so, and makes a
/// coordinator for every experiment that has cores. It lives under a <see cref="LabKeeper"/>, which is what others know.
/// </summary>
public sealed partial class LabActor : ReceivePersistentActor, IWithTimers
{
    private const int EventsKept = 1000;
    private const string Record = "record of the lab";

    private static readonly TimeSpan ListingKept = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);

    private readonly LabSettings _settings;
    private readonly Clock _clock;
    private LabHistory _state = LabHistory.Empty;
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, ExperimentDocument> _ended = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenUp = new(StringComparer.Ordinal);
    private readonly HappeningRing _happenings = new(EventsKept);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly DateTimeOffset _since;
    private readonly LibraryAnswers _answers;

    public LabActor(LabSettings settings)
    {
        _settings = settings;
        _answers = new LibraryAnswers(settings.Library, settings.Payloads);
        _clock = new Clock(settings.Time, 2 * settings.SilenceInterval, settings.SilenceInterval);
        _since = _clock.Date;
        _leases = new Leases(settings.Planner);
        _nodes = new NodeRegistry(settings.Name, settings.Probe,
            settings.NodePatience is { } patience ? new PeerPatience(patience, settings.LongestPatience) : null);
        Recover<ILabEvent>(happened => _state = _state.Apply(happened));
        Recover<RecoveryCompleted>(_ =>
        {
            if (settings.TakesUpAll)
            {
                _takenUp.UnionWith(_state.Due.Concat(_state.Paused).Select(entry => entry.Id));
                Replan();
                var ended = _state.Entries.Where(entry => !entry.IsUnfinished).TakeLast(MostEnded).Select(entry => entry.Id)
                    .ToList();
                settings.Library.DocumentsAsync(ended).PipeTo(Self, success: documents => new Remembered(documents));
            }
        });
        CommandExperiments();
        CommandNodes();
        CommandCoordinators();
        Timers.StartPeriodicTimer(nameof(ReplanTick), ReplanTick.Instance, settings.ReplanInterval);
        Timers.StartPeriodicTimer(nameof(SilenceTick), SilenceTick.Instance, settings.SilenceInterval);
    }

    public override string PersistenceId => "lab";

    // It has events only, and must come up where the store's chunks cannot be read.
    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.Now;

    private long DateMilliseconds => _clock.Date.ToUnixTimeMilliseconds();

    public static Props Props(LabSettings settings) => Akka.Actor.Props.Create(() => new LabActor(settings));

    /// <summary>From this process: go on with unfinished experiments, all where no id is given. Answered with
    /// <see cref="TakenUp"/>.</summary>
    public sealed record TakeUp(string? Id);

    /// <summary>What was taken up, oldest first.</summary>
    public sealed record TakenUp(IReadOnlyList<string> Ids);

    /// <summary>From this process: have every running experiment take a checkpoint and stop. Answered with
    /// <see cref="Done"/>.</summary>
    public sealed record Stop;

    // A coordinator that fails has said so; when it is begun again is decided here.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    // Akka ends this actor after it; the keeper begins another.
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        var reason = StoreErrors.Explain(cause, Record).Message;
        Context.Parent.Tell(new LabKeeper.StoreBroke(reason, StatusWhilePaused(reason)));
        Refuse(cause);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Refuse(cause);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Context.Parent.Tell(new LabKeeper.StoreBroke(StoreErrors.Explain(reason, Record).Message, null));

    // Sender is still whoever asked for what could not be written.
    private void Refuse(Exception cause)
    {
        var reason = StoreErrors.Explain(cause, Record).Message;
        _log.Error("{0}", reason);
        Sender.Tell(new NotStored(reason));
    }

    private LabDocument Described() =>
        new(_settings.Name, _settings.Address, _settings.Build,
        _since.ToString("O", System.Globalization.CultureInfo.InvariantCulture));

    private void CommandExperiments()
    {
        Command<Submit>(Resolve);
        Command<Accept>(accept =>
        {
            var decision = Queue.Submit(_state, accept.Submit, accept.Spec, DateMilliseconds);
            Promise(decision, decision.Events[0].Id!, () =>
            {
                _takenUp.Add(decision.Events[0].Id!);
                Replan();
            });
        });
        Command<FileUnder>(file => Promise(Queue.File(_state, file), file.Id, () => { }));
        Command<TakeUp>(TakeUpUnfinished);
        Command<GetDocument>(get =>
        {
            if (_running.TryGetValue(get.Id, out var running) && running.Coordinator is { } coordinator
                && running.StoreError is null)
            {
                AskFor(get, coordinator);
            }
            else if (_ended.ContainsKey(get.Id) || _state.Find(get.Id) is { IsUnfinished: true })
            {
                Sender.Tell(LibraryAnswers.Fitting(new Document(DocumentOf(get.Id)!, running?.StoreError), Sender));
            }
            else
            {
                var asker = Sender;
                _settings.Library.DocumentAsync(get.Id).PipeTo(
                    Sender,
                    Self,
                    found => found is not null ? LibraryAnswers.Fitting(new Document(found, null), asker)
                        : Queue.UnknownTo(get.Id),
                    Denied.For);
            }
        });
        Command<GetDocuments>(get =>
        {
            Timers.StartSingleTimer(nameof(ListingTick), ListingTick.Instance, ListingKept);
            _answers.PageAsync(get).PipeTo(Sender, Self, failure: Denied.For);
        });
        Command<ListingTick>(_ => _answers.ForgetListings());
        Command<GetParameters>(get => _answers.ParametersAsync(get.Id).PipeTo(Sender, Self, failure: Denied.For));
        Command<NodeProtocol.FetchData>(fetch => _settings.Library.GetAsync(fetch.Sha256).PipeTo(
            Sender,
            Self,
            data => new NodeProtocol.Data(fetch.Sha256, data.Set.Name,
                [.. data.Set.ToIdx().InOrder.Select(payload => _settings.Payloads.Offer(payload))]),
            _ => new NodeProtocol.Data(fetch.Sha256, "", null)));
        Command<OfferData>(offer => _answers.KeepAsync(offer, Sender).PipeTo(
            Sender, Self, () => new Done($"data set {offer.Name} is here"), Denied.For));
        Command<Reply>(reply => Sender.Tell(reply.Message));
        Command<NotAnswered>(not => Self.Tell(not.Get, not.Asker));
        Command<Change>(ChangeState);
        Command<Stop>(_ => StopAll());
        Command<GetStatus>(get => Report(get.EventsAfter));
    }

    // Finds the data set and checks the sizes; what follows is done in the asker's name.
    private void Resolve(Submit submit)
    {
        ExperimentSpec spec;
        try
        {
            spec = submit.Spec.ToSpec();
        }
        catch (FormatException e)
        {
            Sender.Tell(new Denied($"{e.Message}; install the same release on both sides"));
            return;
        }

        _settings.Library.ResolveAsync(spec).PipeTo(
            Self,
            Sender,
            resolved => resolved is null ? new Reply(new NeedData(spec.DataSha256)) : new Accept(submit, resolved),
            cause => new Reply(Denied.For(cause)));
    }

    // What a person paused goes on when a person names it; what failed again and again is tried anew.
    private void TakeUpUnfinished(TakeUp take)
    {
        var entries = Queue.Unfinished(_state, take.Id);
        var continued = entries.Where(entry => entry.IsPaused)
            .Select(entry => new ExperimentContinued(entry.Id, Now.ToUnixTimeMilliseconds())).ToList();
        PersistThen(continued, () =>
        {
            _takenUp.UnionWith(entries.Select(entry => entry.Id));
            Sender.Tell(new TakenUp([.. entries.Select(entry => entry.Id)]));
            Replan();
        });
    }

    // What was decided is persisted, then answered, then done.
    private void Promise(Queue.Decision decision, string id, Action effects)
    {
        if (decision.Events.Count == 0)
        {
            Sender.Tell(decision.Reply);
            return;
        }

        PersistThen(decision.Events, () =>
        {
            Sender.Tell(decision.Reply);
            if (decision.Kind is { } kind)
            {
                Note(kind, decision.Text, experiment: id);
            }

            effects();
        });
    }

    // At once where there is nothing to persist.
    private void PersistThen(IReadOnlyList<ILabEvent> events, Action done)
    {
        if (events.Count == 0)
        {
            done();
            return;
        }

        PersistAll(events, persisted =>
        {
            _state = _state.Apply(persisted);
            if (persisted.Equals(events[^1]))
            {
                done();
            }
        });
    }

    // A coordinator that stops answers nothing; by then there is a document in memory. An end is told from there, too: it came
    // before this answer, and whoever hears of it may leave at once.
    private void AskFor(GetDocument get, IActorRef coordinator)
    {
        var asker = Sender;
        var self = Self;
        coordinator.Ask<Document>(new CoordinatorProtocol.GetDocument(), AnswerPatience).ContinueWith(
            asked =>
            {
                if (asked.IsCompletedSuccessfully && !ExperimentStates.IsEnd(asked.GetAwaiter().GetResult().Value.State))
                {
                    asker.Tell(LibraryAnswers.Fitting(asked.GetAwaiter().GetResult(), asker), self);
                }
                else
                {
                    // In the asker's name: should the lab end first, the asker hears of it.
                    self.Tell(new NotAnswered(get, asker), asker);
                }
            },
            TaskScheduler.Default);
    }

    private void ChangeState(Change change)
    {
        var decision = Queue.Change(
            _state, change, _takenUp.Contains(change.Id), _running.GetValueOrDefault(change.Id)?.StoreError, DateMilliseconds);
        if (decision.IsTriedAgain)
        {
            Self.Tell(new Retry(change.Id));
        }

        Promise(decision, change.Id, () =>
        {
            if (change.Kind == ChangeKind.Cancel)
            {
                EndCancelled(change.Id);
            }
            else if (_running.TryGetValue(change.Id, out var running))
            {
                running.IsHeld = false;
                running.Coordinator?.Tell(change.Kind == ChangeKind.Pause ? new CoordinatorProtocol.Hold(IsPause: true)
                    : new CoordinatorProtocol.Continue());
            }

            _takenUp.Add(change.Id);
            Replan();
        });
    }

    // Asks every running experiment for a last checkpoint; those that never began have nothing to save.
    private void StopAll()
    {
        _isStopping = true;
        _stopper = Sender;
        foreach (var running in _running.Values)
        {
            running.Coordinator?.Tell(new CoordinatorProtocol.Hold(IsPause: false));
        }

        AnswerStop();
    }

    private void AnswerStop()
    {
        if (_isStopping && _running.Values.All(running => running.IsHeld || running.Coordinator is null))
        {
            _stopper.Tell(new Done("stopped"));
        }
    }

    // An experiment that no coordinator can tell of.
    private ExperimentDocument? DocumentOf(string id)
    {
        if (_ended.TryGetValue(id, out var ended))
        {
            return ended;
        }

        if (_state.Find(id) is not { } entry)
        {
            return null;
        }

        var running = _running.GetValueOrDefault(id);
        return running?.LastDocument ?? entry.Document() with
        {
            Placement = _leases.Find(id) is { } lease ? lease.Reason
                : entry.IsDue && _takenUp.Contains(id) ? _leases.WhyWaiting : null,
            Reason = entry.IsPaused ? entry.PauseReason : null,
        };
    }

    private void Note(string kind, string text, string? node = null, string? experiment = null, string? giver = null)
    {
        _log.Info("{0}", _happenings.Add(_clock.Date, kind, text, node, experiment, giver));
        _composed = null;
        Telemetry.Events.Add(1, new KeyValuePair<string, object?>("kind", kind));
    }

    private sealed record Accept(Submit Submit, ExperimentSpec Spec);

    private sealed class ListingTick
    {
        public static ListingTick Instance { get; } = new();
    }

    private sealed record Reply(object Message);

    private sealed record NotAnswered(GetDocument Get, IActorRef Asker);

    /// <summary>An experiment that is to run.</summary>
    private sealed class Running
    {
        public IActorRef? Coordinator { get; set; }

        public bool IsStarting { get; set; }

        public bool IsHeld { get; set; }

        /// <summary>Its coordinator has ended too early, and is begun again after a pause.</summary>
        public bool IsResting { get; set; }

        public required BackOff BackOff { get; init; }

        public DateTimeOffset LastFailure { get; set; }

        public string? StoreError { get; set; }

        public ExperimentDocument? LastDocument { get; set; }
    }
}
