using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Core.Data;
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
    // Points of curves that one answer carries, with a document counted as some: well under a frame.
    private const int PointsAPage = 5_000;
    private const int PointsADocument = 50;
    private const int EventsKept = 1000;
    private const string Record = "record of the lab";

    private static readonly TimeSpan ListingKept = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);

    private readonly LabSettings _settings;
    private readonly Clock _clock;
    private readonly LabState _state = new();
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, ExperimentDocument> _ended = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenUp = new(StringComparer.Ordinal);
    private readonly HappeningRing _happenings = new(EventsKept);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly DateTimeOffset _since;
    private readonly Dictionary<bool, Task<IReadOnlyList<ExperimentDocument>>> _listings = [];

    public LabActor(LabSettings settings)
    {
        _settings = settings;
        _clock = new Clock(settings.Time, 2 * settings.SilenceInterval, settings.SilenceInterval);
        _since = _clock.Date;
        _patience = new PeerPatience(settings.NodePatience ?? TimeSpan.MaxValue, settings.LongestPatience);
        Recover<ILabEvent>(_state.Apply);
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
            var submitted = new ExperimentSubmitted(_state.NextId, SpecRecord.From(accept.Spec), DateMilliseconds,
                accept.Submit.Note ?? "", accept.Submit.Forecast, accept.Submit.Nodes);
            ILabEvent[] happened = accept.Submit.Filing is { } filing ? [submitted, new ExperimentFiled(submitted.Id, filing)]
                : [submitted];
            PersistAll(happened, persisted =>
            {
                _state.Apply(persisted);
                if (!persisted.Equals(happened[^1]))
                {
                    return;
                }

                _takenUp.Add(submitted.Id);
                Sender.Tell(new Submitted(submitted.Id));
                Note(HappeningKinds.Submitted, $"experiment {submitted.Id} is queued", experiment: submitted.Id);
                Replan();
            });
        });
        Command<FileUnder>(FileExperiment);
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
                Sender.Tell(Fitting(new Document(DocumentOf(get.Id)!, running?.StoreError), Sender));
            }
            else
            {
                var asker = Sender;
                _settings.Library.DocumentAsync(get.Id).PipeTo(
                    Sender,
                    Self,
                    found => found is not null ? Fitting(new Document(found, null), asker) : Unknown(get.Id),
                    Denied.For);
            }
        });
        Command<GetDocuments>(get =>
        {
            // Whoever asks for all of them asks page by page: the store is read with the first, and the later ones are of the
            // same reading.
            var listing = _listings.GetValueOrDefault(get.IsBrief);
            _listings[get.IsBrief] = listing = get.From == 0 || listing is null || listing.IsFaulted
                ? _settings.Library.DocumentsAsync(get.IsBrief) : listing;
            Timers.StartSingleTimer(nameof(ListingTick), ListingTick.Instance, ListingKept);
            listing.PipeTo(Sender, Self, all => new Documents([.. Page(all.Skip(get.From))], all.Count), Denied.For);
        });
        Command<ListingTick>(_ => _listings.Clear());
        Command<GetParameters>(get => ParametersOf(get.Id).PipeTo(Sender, Self, failure: Denied.For));
        Command<NodeProtocol.FetchData>(fetch => _settings.Library.GetAsync(fetch.Sha256).PipeTo(
            Sender,
            Self,
            data => new NodeProtocol.Data(fetch.Sha256, data.Set.Name,
                [.. data.Set.ToIdx().InOrder.Select(payload => _settings.Payloads.Offer(payload))]),
            _ => new NodeProtocol.Data(fetch.Sha256, "", null)));
        Command<OfferData>(offer => KeepAsync(offer, Sender).PipeTo(
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
        var entries = _state.Entries
            .Where(entry => entry.IsUnfinished
            && (take.Id is null ? !entry.IsPaused || entry.PauseReason is not null : entry.Id == take.Id))
            .ToList();
        var continued = entries.Where(entry => entry.IsPaused)
            .Select(entry => new ExperimentContinued(entry.Id, Now.ToUnixTimeMilliseconds())).ToList();
        if (continued.Count == 0)
        {
            Answer();
            return;
        }

        PersistAll(continued, persisted =>
        {
            _state.Apply(persisted);
            if (persisted.Equals(continued[^1]))
            {
                Answer();
            }
        });

        void Answer()
        {
            _takenUp.UnionWith(entries.Select(entry => entry.Id));
            Sender.Tell(new TakenUp([.. entries.Select(entry => entry.Id)]));
            Replan();
        }
    }

    private void FileExperiment(FileUnder file)
    {
        if (_state.Find(file.Id) is null)
        {
            Sender.Tell(Unknown(file.Id));
            return;
        }

        Persist(new ExperimentFiled(file.Id, file.Filing), _ => Sender.Tell(new Done($"experiment {file.Id} is filed")));
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
                    asker.Tell(Fitting(asked.GetAwaiter().GetResult(), asker), self);
                }
                else
                {
                    // In the asker's name: should the lab end first, the asker hears of it.
                    self.Tell(new NotAnswered(get, asker), asker);
                }
            },
            TaskScheduler.Default);
    }

    // To another process a curve goes with so many points that the answer fits into a frame.
    private static Document Fitting(Document document, IActorRef asker) => asker.Path.Address.HasGlobalScope
        ? document with
        {
            Value =
        document.Value with { Curve = CurveThinning.Evenly(document.Value.Curve, CurveThinning.MostInAnAnswer) }
        }
        : document;

    private void ChangeState(Change change)
    {
        if (_state.Find(change.Id) is not { } entry)
        {
            Sender.Tell(Unknown(change.Id));
            return;
        }

        if (!entry.IsUnfinished)
        {
            Sender.Tell(entry.IsCancelled && change.Kind == ChangeKind.Cancel
                ? new Done($"experiment {entry.Id} is cancelled")
                : new Denied($"{ExperimentStates.ForGood(entry.Id, entry.State)}; 'secant show {entry.Id}' shows what there is"));
            return;
        }

        var (happened, kind, text) = change.Kind switch
        {
            ChangeKind.Pause => ((ILabEvent)new ExperimentPaused(entry.Id, DateMilliseconds), HappeningKinds.Paused, "is paused"),
            ChangeKind.Continue => (new ExperimentContinued(entry.Id, DateMilliseconds), HappeningKinds.Continued, "goes on"),
            _ => (new ExperimentCancelled(entry.Id, DateMilliseconds), HappeningKinds.Cancelled, "is cancelled"),
        };

        // Asked for again, it is as it was: nothing happens, nothing is written.
        if (change.Kind == ChangeKind.Cancel ? entry.IsCancelled
            : entry.IsPaused == (change.Kind == ChangeKind.Pause) && _takenUp.Contains(entry.Id))
        {
            if (change.Kind == ChangeKind.Continue && _running.GetValueOrDefault(entry.Id) is { StoreError: { } error })
            {
                // Nobody but a fault had paused it.
                Self.Tell(new Retry(entry.Id));
                text = $"is tried again now; it was paused by this: {error}";
            }

            Sender.Tell(new Done($"experiment {entry.Id} {text}"));
            return;
        }

        Persist(happened, persisted =>
        {
            _state.Apply(persisted);
            Sender.Tell(new Done($"experiment {entry.Id} {text}"));
            Note(kind, $"experiment {entry.Id} {text}", experiment: entry.Id);
            if (change.Kind == ChangeKind.Cancel)
            {
                EndCancelled(entry.Id);
            }
            else if (_running.TryGetValue(entry.Id, out var running))
            {
                running.IsHeld = false;
                running.Coordinator?.Tell(change.Kind == ChangeKind.Pause ? new CoordinatorProtocol.Hold(IsPause: true)
                    : new CoordinatorProtocol.Continue());
            }

            _takenUp.Add(entry.Id);
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
        return running?.LastDocument ?? new ExperimentDocument
        {
            Id = id,
            State = entry.State,
            Spec = entry.Submitted.Spec,
            SubmittedAtUnixMilliseconds = entry.Submitted.SubmittedAtUnixMilliseconds,
            Note = string.IsNullOrEmpty(entry.Submitted.Note) ? null : entry.Submitted.Note,
            Placement = running is not null ? running.Reason : entry.IsDue && _takenUp.Contains(id) ? _waits : null,
            Reason = entry.IsPaused ? entry.PauseReason : null,
            Forecast = entry.Submitted.Forecast,
        };
    }

    // As many documents as fit into one answer, at least one.
    private static IEnumerable<ExperimentDocument> Page(IEnumerable<ExperimentDocument> documents)
    {
        var points = 0;
        foreach (var document in documents.TakeWhile(_ => points < PointsAPage))
        {
            var curve = CurveThinning.Evenly(document.Curve, CurveThinning.MostInAnAnswer);
            points += PointsADocument + curve.Count;
            yield return document with { Curve = curve };
        }
    }

    private static Denied Unknown(string id) =>
        new($"experiment '{id}' is not known to this lab; 'secant list' shows those that are");

    private async Task<object> ParametersOf(string id)
    {
        if (await _settings.Library.DocumentAsync(id).ConfigureAwait(false) is not { } document)
        {
            return Unknown(id);
        }

        if (await _settings.Library.CheckpointAsync(id).ConfigureAwait(false) is not { } checkpoint)
        {
            return new Denied($"experiment '{id}' has no checkpoint yet; the first one comes within seconds of its start");
        }

        var data = (await _settings.Library.GetAsync(document.Spec.DataSha256).ConfigureAwait(false)).Set;
        return new Parameters(
            checkpoint.Iteration,
            checkpoint.Fingerprint,
            data.Dimension,
            data.Classes,
            data.Train.Count,
            [.. checkpoint.Chunks.Select(
                chunk => new ParameterChunk(chunk.FirstGroup, chunk.GroupCount, _settings.Payloads.Offer(chunk.Bytes)))],
            document.Spec,
            checkpoint.Damage);
    }

    private async Task KeepAsync(OfferData offer, IActorRef sender)
    {
        // All at once, so that none is let go of at the sender while it waits for the ones before.
        var payloads = await Task.WhenAll(offer.Idx.Select(payload => _settings.Payloads.ReadAsync(payload, sender)))
            .ConfigureAwait(false);
        await _settings.Library.AddAsync(offer.Sha256, offer.Name, IdxPayloads.Of(payloads)).ConfigureAwait(false);
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

        public IReadOnlyList<NodeGrant> Grants { get; set; } = [];

        /// <summary>Nodes that its coordinator was granted and has not given back.</summary>
        public HashSet<string> Holding { get; } = new(StringComparer.Ordinal);

        public string? Reason { get; set; }

        /// <summary>Why it does not use nodes that it could have, by node.</summary>
        public IReadOnlyDictionary<string, string> Declined { get; set; } = new Dictionary<string, string>();

        public bool IsStarting { get; set; }

        public bool IsHeld { get; set; }

        /// <summary>Its coordinator has ended too early, and is begun again after a pause.</summary>
        public bool IsResting { get; set; }

        public required BackOff BackOff { get; init; }

        public DateTimeOffset LastFailure { get; set; }

        public string? StoreError { get; set; }

        public ExperimentDocument? LastDocument { get; set; }

        public IReadOnlyDictionary<string, int> UnitsByNode { get; set; } = new Dictionary<string, int>();

        public IReadOnlyDictionary<string, double> SpeedPerCore { get; set; } = new Dictionary<string, double>();

        public double? SplitSeconds { get; set; }
    }
}
