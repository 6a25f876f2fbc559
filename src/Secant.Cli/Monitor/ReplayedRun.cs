using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;
using Secant.Lab.History;

namespace Secant.Cli.Monitor;

/// <summary>A run that is over, played from what its store recorded.</summary>
/// <param name="timeline">How it went.</param>
/// <param name="wishedSpeed">Seconds of the run in a second; null for all of it in half a minute.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplayedRun(TimelineDocument timeline, double? wishedSpeed, TimeProvider time) : IWatched
{
    private readonly long _began = time.GetTimestamp();
    private readonly ReplayPace _pace = new(timeline);

    public TimeSpan Interval => TimeSpan.FromMilliseconds(200);

    private double Speed => wishedSpeed ?? _pace.UsualSpeed;

    public Task<StatusDocument?> AskAsync(long eventsAfter, CancellationToken cancellation) =>
        Task.FromResult<StatusDocument?>(At(_pace.At(time.GetElapsedTime(_began).TotalMilliseconds * Speed), eventsAfter));

    public Task<string> DoAsync(MonitorAction action, CancellationToken cancellation) =>
        Task.FromResult("a replay changes nothing");

    /// <summary>The run as it was at a moment.</summary>
    public StatusDocument At(long now, long eventsAfter)
    {
        var isOver = now >= _pace.Last;
        var before = timeline.Stretches.TakeWhile(one => one.ToUnixMilliseconds < now).LastOrDefault();
        var stretch = timeline.Stretches.FirstOrDefault(one => one.FromUnixMilliseconds <= now && now <= one.ToUnixMilliseconds);
        var iteration = isOver ? timeline.Experiment.Iteration : Between(before, stretch, now);
        var state = StateAt(now, stretch);
        var experiment = timeline.Experiment with
        {
            State = state,
            Iteration = iteration,
            Loss = isOver ? timeline.Experiment.Loss : before?.Loss,
            TestAccuracy = isOver ? timeline.Experiment.TestAccuracy : null,
            Curve = [.. timeline.Experiment.Curve.Where(point => point.Iteration <= iteration)],
            Recoveries = isOver ? timeline.Experiment.Recoveries : before?.Recoveries ?? 0,
            Reason = isOver ? timeline.Experiment.Reason : state == ExperimentStates.Interrupted ? "the lab was gone" : null,
            Nodes = stretch?.Nodes,
            Spans = state == ExperimentStates.Running ? stretch?.Spans : null,
            Checkpoint = before?.Checkpoint,
            SecondsLeft = isOver ? null : (_pace.Last - now) / 1000.0,
        };
        var lab = new LabDocument($"replay, {Speed:0.#} times as fast", "",
            experiment.Build ?? new BuildRecord("", null, "", "", ""), "");
        var events = timeline.Events.Where(one => one.AtUnixMilliseconds <= now && one.Number > eventsAfter).Reverse().ToList();
        return StatusComposer.Compose(
            new StatusDocument(lab, NodesAt(now, stretch, isOver), [experiment]) { Events = events, AtUnixMilliseconds = now },
                time.LocalTimeZone);
    }

    private string StateAt(long now, TimelineStretch? stretch)
    {
        if (now >= _pace.Last)
        {
            return timeline.Experiment.State;
        }

        var change = timeline.Events.LastOrDefault(one =>
            one.AtUnixMilliseconds <= now
            && one.Kind is HappeningKinds.Paused or HappeningKinds.Continued or HappeningKinds.Cancelled);
        return change?.Kind switch
        {
            HappeningKinds.Paused => ExperimentStates.Paused,
            HappeningKinds.Cancelled => ExperimentStates.Cancelled,
            _ when stretch is not null => ExperimentStates.Running,
            _ => timeline.Stretches is [var first, ..] && now > first.FromUnixMilliseconds ? ExperimentStates.Interrupted
                : ExperimentStates.Queued,
        };
    }

    // Those that computed, and those that were lost and have not come back.
    private List<NodeDocument> NodesAt(long now, TimelineStretch? stretch, bool isOver)
    {
        var there = (stretch?.NodeDocuments(timeline.Experiment.Id) ?? []).Select(
            node => isOver ? node with { State = NodeStates.Idle, Units = 0 } : node);
        var lost = timeline.Events
            .Where(one => one is { Kind: HappeningKinds.Died, Node: not null } && one.AtUnixMilliseconds <= now)
            .GroupBy(one => one.Node!)
            .Select(deaths => deaths.Last())
            .Where(death => !timeline.Stretches.Any(one =>
                one.FromUnixMilliseconds > death.AtUnixMilliseconds && one.FromUnixMilliseconds <= now
                && (one.Spans?.Nodes ?? []).Any(node => node.Node == death.Node)))
            .Select(death => new NodeDocument(death.Node!, "", NodeStates.Lost, 0, (now - death.AtUnixMilliseconds) / 1000.0, 0,
            [timeline.Experiment.Id])
            {
                Why = "was lost.",
                SinceUnixMilliseconds = death.AtUnixMilliseconds,
            })
            .ToList();
        return [.. there.ExceptBy(lost.Select(node => node.Name), node => node.Name), .. lost];
    }

    private static int Between(TimelineStretch? before, TimelineStretch? stretch, long now)
    {
        var start = before?.Iteration ?? 0;
        if (stretch is null)
        {
            return start;
        }

        var share = Math.Clamp((double)(now - stretch.FromUnixMilliseconds)
            / Math.Max(1, stretch.ToUnixMilliseconds - stretch.FromUnixMilliseconds), 0, 1);
        return start + (int)(share * (stretch.Iteration - start));
    }
}
