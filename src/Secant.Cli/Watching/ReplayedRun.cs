using Secant.Actors.Journal;
using Secant.Actors.Monitoring;

namespace Secant.Cli.Watching;

/// <summary>A run that is over, played from what its store recorded.</summary>
/// <param name="timeline">How it went.</param>
/// <param name="speed">Seconds of the run in a second.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplayedRun(TimelineDocument timeline, double speed, TimeProvider time) : IWatched
{
    private readonly long _began = time.GetTimestamp();

    public TimeSpan Interval => TimeSpan.FromMilliseconds(200);

    private long First => timeline.Events is [var first, ..] ? first.AtUnixMilliseconds : 0;

    private long Last => Math.Max(timeline.Events is [.., var event_] ? event_.AtUnixMilliseconds : 0, timeline.Stretches is [.., var stretch] ? stretch.ToUnixMilliseconds : 0);

    /// <summary>A speed at which a run takes half a minute; never slower than it was.</summary>
    public static double UsualSpeed(TimelineDocument timeline) => Math.Max(1, timeline.Seconds / 30);

    public Task<StatusDocument?> AskAsync(long eventsAfter, CancellationToken cancellation)
    {
        var passed = time.GetElapsedTime(_began).TotalMilliseconds * speed;
        return Task.FromResult<StatusDocument?>(At(Math.Min(Last, First + (long)passed), eventsAfter));
    }

    public Task<string> DoAsync(MonitorAction action, CancellationToken cancellation) => Task.FromResult("a replay changes nothing");

    /// <summary>The run as it was at a moment.</summary>
    public StatusDocument At(long now, long eventsAfter)
    {
        var stretch = timeline.Stretches.FirstOrDefault(one => one.ToUnixMilliseconds >= now) ?? (timeline.Stretches is [.., var end] ? end : null);
        var before = timeline.Stretches.TakeWhile(one => one != stretch).LastOrDefault();
        var isOver = now >= Last;
        var iteration = isOver ? timeline.Experiment.Iteration : Between(before, stretch, now);
        var experiment = timeline.Experiment with
        {
            State = isOver ? timeline.Experiment.State : timeline.Stretches is [var first, ..] && now < first.FromUnixMilliseconds ? ExperimentStates.Queued : ExperimentStates.Running,
            Iteration = iteration,
            Loss = isOver ? timeline.Experiment.Loss : before?.Loss,
            TestAccuracy = isOver ? timeline.Experiment.TestAccuracy : null,
            Curve = [.. timeline.Experiment.Curve.Where(point => point.Iteration <= iteration)],
            Recoveries = isOver ? timeline.Experiment.Recoveries : before?.Recoveries ?? 0,
            Nodes = stretch?.Nodes,
            Spans = stretch?.Spans,
            SecondsLeft = isOver ? null : (Last - now) / 1000.0,
        };
        var nodes = (stretch?.Spans?.Nodes ?? []).Select(node => new NodeDocument(node.Node, "", isOver ? NodeStates.Idle : NodeStates.Busy, 0, 0, node.Units, [experiment.Id])).ToList();
        var lab = new LabDocument($"replay, {speed:0.#} times as fast", "", experiment.Build ?? new BuildRecord("", null, "", "", ""), "");
        var events = timeline.Events.Where(one => one.AtUnixMilliseconds <= now && one.Number > eventsAfter).Reverse().ToList();
        return StatusComposer.Compose(new StatusDocument(lab, nodes, [experiment]) { Events = events, AtUnixMilliseconds = now }, time.LocalTimeZone);
    }

    private static int Between(TimelineStretch? before, TimelineStretch? stretch, long now)
    {
        if (stretch is null)
        {
            return 0;
        }

        var (from, start) = (stretch.FromUnixMilliseconds, before?.Iteration ?? 0);
        var share = Math.Clamp((double)(now - from) / Math.Max(1, stretch.ToUnixMilliseconds - from), 0, 1);
        return start + (int)(share * (stretch.Iteration - start));
    }
}
