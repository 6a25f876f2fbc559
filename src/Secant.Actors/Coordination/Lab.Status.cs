using System.Globalization;
using Akka.Actor;
using Secant.Actors.Monitoring;
using static Secant.Actors.Coordination.LabProtocol;

namespace Secant.Actors.Coordination;

/// <content>What is told to whoever asks how the lab is.</content>
public sealed partial class Lab
{
    private const int MostUnfinished = 50;
    private const int MostEnded = 50;
    private const int EventsAnAnswer = 200;

    // Less than a console's time between two questions: a hundred consoles cost little more than one.
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(400);

    // What was told last; null where something happened since, so that what was promised is seen at once.
    private (DateTimeOffset At, Task<StatusDocument> Status)? _composed;

    // From memory: whoever looks before the next lab has begun sees why nothing goes on.
    private StatusDocument StatusWhilePaused(string reason) => new(
        Described(),
        NodeDocuments(),
        [.. InOrder(Told(_ => true)).Select(document => ExperimentStates.IsEnd(document.State) ? document : document with { State = ExperimentStates.Paused, Reason = reason })])
    {
        Events = _happenings.After(0, EventsAnAnswer),
        AtUnixMilliseconds = DateMilliseconds,
    };

    private void Report(long eventsAfter)
    {
        if (_composed is not { } known || Now - known.At > Freshness || known.Status.IsFaulted)
        {
            _composed = known = (Now, ComposeAsync());
        }

        known.Status.PipeTo(
            Sender,
            Self,
            success: status => new LabProtocol.Status(status with { Events = [.. status.Events.TakeWhile(one => one.Number > eventsAfter)] }),
            failure: Denied.For);
    }

    private Task<StatusDocument> ComposeAsync()
    {
        var live = _running.Where(running => running.Value.Coordinator is not null).Select(running => LiveAsync(running.Value.Coordinator!, DocumentOf(running.Key)!)).ToList();
        var nodes = NodeDocuments();
        var told = Told(entry => _running.GetValueOrDefault(entry.Id)?.Coordinator is null);
        var others = _state.Entries
            .Where(entry => _running.GetValueOrDefault(entry.Id)?.Coordinator is null)
            .Select(entry => _running.GetValueOrDefault(entry.Id)?.LastDocument?.State ?? StateOf(entry))
            .ToList();
        var (lab, events, now, zone) = (Described(), _happenings.After(0, EventsAnAnswer), DateMilliseconds, _settings.Time.LocalTimeZone);
        return Task.Run(async () =>
        {
            var running = await Task.WhenAll(live).ConfigureAwait(false);
            var states = running.Select(document => document.State).Concat(others).CountBy(state => state);
            return StatusComposer.Compose(
                new StatusDocument(lab, nodes, [.. InOrder(running.Concat(told))])
                {
                    States = [.. states.Select(state => new StateCount(state.Key, state.Value))],
                    Events = events,
                    AtUnixMilliseconds = now,
                },
                zone);
        });
    }

    // What is unfinished first, paused before queued, those that are next in the queue before the others; then what ended last.
    private List<ExperimentDocument> Told(Func<LabState.Entry, bool> isWanted) =>
    [
        .. _state.Entries
            .Where(entry => entry.IsUnfinished && isWanted(entry))
            .Select(entry => DocumentOf(entry.Id)!)
            .OrderBy(document => document.State == ExperimentStates.Queued)
            .Take(MostUnfinished),
        .. _ended.Values,
    ];

    private static IEnumerable<ExperimentDocument> InOrder(IEnumerable<ExperimentDocument> documents) =>
        documents.OrderBy(document => int.Parse(document.Id, CultureInfo.InvariantCulture));

    private static async Task<ExperimentDocument> LiveAsync(IActorRef coordinator, ExperimentDocument fallback)
    {
        try
        {
            return (await coordinator.Ask<Document>(new CoordinatorProtocol.GetDocument(), AnswerPatience).ConfigureAwait(false)).Value;
        }
        catch (AskTimeoutException)
        {
            return fallback;
        }
    }

    private static string StateOf(LabState.Entry entry) =>
        entry.IsCancelled ? ExperimentStates.Cancelled
        : entry.HasFailed ? ExperimentStates.Failed
        : entry.HasEnded ? ExperimentStates.Completed
        : entry.IsPaused ? ExperimentStates.Paused
        : ExperimentStates.Queued;
}
