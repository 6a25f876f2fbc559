using System.Globalization;
using Akka.Actor;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;
using Secant.Lab.History;
using static Secant.Lab.Contracts.LabProtocol;

namespace Secant.Actors.Coordination;

/// <content>What is told to whoever asks how the lab is.</content>
public sealed partial class LabActor
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
        [.. InOrder(Told(_ => true)).Select(document => ExperimentStates.IsEnd(document.State) ? document
            : document with { State = ExperimentStates.Paused, Reason = reason })])
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
            success: status => new LabProtocol.Status(
                status with { Events = [.. status.Events.TakeWhile(one => one.Number > eventsAfter)] }),
            failure: Denied.For);
    }

    private Task<StatusDocument> ComposeAsync()
    {
        var live = _running.Where(running => running.Value.Coordinator is not null)
            .Select(running => LiveAsync(running.Value.Coordinator!, DocumentOf(running.Key)!)).ToList();
        var nodes = NodeDocuments();
        var told = Told(entry => _running.GetValueOrDefault(entry.Id)?.Coordinator is null);
        var counts = CountsBesideLive();
        var (lab, events, now, zone) = (Described(), _happenings.After(0, EventsAnAnswer), DateMilliseconds,
            _settings.Time.LocalTimeZone);
        return Task.Run(async () =>
        {
            var running = await Task.WhenAll(live).ConfigureAwait(false);
            var states = running.CountBy(document => document.State).Concat(counts)
                .GroupBy(state => state.Key, state => state.Value);
            return StatusComposer.Compose(
                new StatusDocument(lab, nodes, [.. InOrder(running.Concat(told))])
                {
                    States = [.. states.Select(state => new StateCount(state.Key, state.Sum())).Where(state => state.Count > 0)],
                    Events = events,
                    AtUnixMilliseconds = now,
                },
                zone);
        });
    }

    // What is unfinished first, paused before queued, those that are next in the queue before the others; then what ended last.
    // However many wait, only those are looked at that can be among the first.
    private List<ExperimentDocument> Told(Func<LabEntry, bool> isWanted) =>
    [
        .. _running.Keys.Select(id => _state.Find(id)!)
            .Concat(_state.Paused.Where(isWanted).Take(MostUnfinished))
            .Concat(_state.Due.Where(isWanted).Take(MostUnfinished))
            .DistinctBy(entry => entry.Id)
            .Where(entry => entry.IsUnfinished && isWanted(entry))
            .OrderBy(entry => entry.Number)
            .Select(entry => DocumentOf(entry.Id)!)
            .OrderBy(document => document.State == ExperimentStates.Queued)
            .Take(MostUnfinished),
        .. _ended.Values,
    ];

    // How many are in each state, without those that tell it themselves.
    private Dictionary<string, int> CountsBesideLive()
    {
        var counts = _state.Counts();
        foreach (var (id, running) in _running)
        {
            counts[_state.Find(id)!.State]--;
            if (running.Coordinator is null)
            {
                var state = running.LastDocument?.State ?? _state.Find(id)!.State;
                counts[state] = counts.GetValueOrDefault(state) + 1;
            }
        }

        return counts;
    }

    private static IEnumerable<ExperimentDocument> InOrder(IEnumerable<ExperimentDocument> documents) =>
        documents.OrderBy(document => int.Parse(document.Id, CultureInfo.InvariantCulture));

    private static async Task<ExperimentDocument> LiveAsync(IActorRef coordinator, ExperimentDocument fallback)
    {
        try
        {
            return (await coordinator.Ask<Document>(new CoordinatorProtocol.GetDocument(), AnswerPatience)
                .ConfigureAwait(false)).Value;
        }
        catch (AskTimeoutException)
        {
            return fallback;
        }
    }
}
