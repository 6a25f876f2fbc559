using System.Globalization;

namespace Secant.Actors.Monitoring;

/// <summary>Why an experiment is not faster, in one sentence made of where its time went. Pure.</summary>
/// <param name="nodes">The lab's nodes.</param>
/// <param name="zone">The zone in which times of day are told.</param>
public sealed class WhySlow(IReadOnlyList<NodeDocument> nodes, TimeZoneInfo zone)
{
    private const string SlowDisk = "its disk is slow";

    // Shares of the time below which something is not worth a sentence.
    private const double WorthWaiting = 0.1;
    private const double WorthCheckpoint = 0.05;
    private const double WorthNetwork = 0.3;
    private const double WorthCoordinator = 0.25;
    private const double WorthOpening = 0.2;
    private const double WorthEvaluation = 0.3;

    // A pass that takes this many usual ones is held up by somebody now, whatever the shares of the last minute say.
    private const double OverduePasses = 5;
    private const double OverdueSeconds = 1;

    // What a store that is not slow takes: this long for a file's syncs, and this much a second.
    private const double StorePatience = 0.4;
    private const double StoreBytesASecond = 20e6;

    // What of a node's answers is longer than others' by less than this part of them is no cause.
    private const double WorthDifference = 0.05;

    // A node that gets less than this share of the processor time that it computes has to share it.
    private const double FairShare = 0.75;

    /// <returns>Null where there is nothing to say yet.</returns>
    public string? OfExperiment(ExperimentDocument experiment)
    {
        if (experiment.State is ExperimentStates.Queued)
        {
            return experiment.Placement is { } placement ? $"queued: {placement}" : null;
        }

        if (experiment is not { State: ExperimentStates.Running, Spans: { } spans })
        {
            return null;
        }

        if (spans is { PassAgeSeconds: { } age, Awaited: { Count: > 0 } awaited } && age > OverdueSeconds && age > OverduePasses * spans.SecondsAPass)
        {
            return Say($"iteration {experiment.Iteration} has waited {age:0.0} s for {string.Join(", ", awaited)}.");
        }

        if (spans.Nodes.Select(one => one.Node).Intersect(nodes.Where(node => node.State == NodeStates.Lost).Select(node => node.Name)).ToList() is { Count: > 0 } gone)
        {
            return Say($"{string.Join(", ", gone)} was lost at iteration {experiment.Iteration}; the others wait until its slices are opened anew.");
        }

        (double Share, double Worth, Func<string> Sentence)[] causes =
        [
            (spans.Waiting, WorthWaiting, () => Waiting(experiment, spans)),
            (spans.Checkpoint, WorthCheckpoint, () => Checkpoint(experiment, spans)),
            (spans.Network, WorthNetwork, () => Network(spans)),
            (spans.Coordinator, WorthCoordinator, () => Say($"{spans.Coordinator:0 %} of the time is the coordinator's own work; fewer nodes or a larger batch make it less.")),
            (spans.Opening, WorthOpening, () => Say($"{spans.Opening:0 %} of the last {spans.Seconds:0} s went to opening slices, with {experiment.Recoveries} recovery(ies) so far.")),
            (spans.Evaluation, WorthEvaluation, () => Say($"{spans.Evaluation:0 %} of the time goes to evaluations; a larger --eval-every makes them fewer.")),
        ];
        var worth = causes.Where(cause => cause.Share >= cause.Worth).ToList();
        if (worth.Count == 0)
        {
            return IsSlow(experiment.Checkpoint) ? Store(experiment.Checkpoint!) : Say($"{spans.Compute:0 %} of the time computes; nothing holds it up.");
        }

        // Passes go on while a checkpoint is stored, so that a slow disk hardly shows in the shares.
        var sentence = worth.MaxBy(cause => cause.Share).Sentence();
        return IsSlow(experiment.Checkpoint) && !sentence.Contains(SlowDisk, StringComparison.Ordinal) ? $"{sentence} Besides, {Store(experiment.Checkpoint!)}" : sentence;
    }

    /// <returns>Null where there is nothing to say.</returns>
    public string? OfNode(NodeDocument node, IReadOnlyList<ExperimentDocument> experiments)
    {
        switch (node.State)
        {
            case NodeStates.Lost:
                return node.Why;
            case NodeStates.Suspect:
                return Say($"has given no sign of life for {node.HeartbeatAgeSeconds:0.0} s.");
            case NodeStates.Draining:
                return Say($"hands over {node.Units} unit(s), then gets nothing more.");
            case NodeStates.Drained:
                return "has handed over all it held; it gets work again when its worker is started anew.";
            case NodeStates.Idle:
                return Idle(experiments);
        }

        var slowest = experiments
            .Where(experiment => experiment.State == ExperimentStates.Running && experiment.Spans is not null)
            .SelectMany(experiment => experiment.Spans!.Nodes.Where(one => one.Node == node.Name).Select(one => (experiment.Spans, One: one)))
            .OrderByDescending(pair => pair.One.Slowness)
            .FirstOrDefault();
        if (slowest.One is { } own && (own.SlowSinceUnixMilliseconds is not null || (own.Slowness >= SpanLedger.Slow && own.WaitingShare >= WorthWaiting)))
        {
            return Say($"{Slowness(own)}: {Cause(slowest.Spans!, own)}.");
        }

        // Slices follow the speed, so that a node whose processor is taken is soon no slower than others; it still is why all are.
        return node.ComputingShare is { } share ? Say($"computes {share:0 %} of the time{(Taken(node) is { } taken ? $"; {taken}" : "")}.") : null;
    }

    private string Waiting(ExperimentDocument experiment, SpansDocument spans)
    {
        var slowest = spans.Nodes.MaxBy(node => node.WaitingShare)!;
        if (!Others(spans, slowest).Any())
        {
            var taken = nodes.FirstOrDefault(known => known.Name == slowest.Node) is { } state ? Taken(state) : null;
            return Say($"{slowest.WaitingShare:0 %} of the time waits for {slowest.Node}, which computes alone: {slowest.ComputeMilliseconds:0.0} ms a pass, and {slowest.NetworkMilliseconds:0.0} ms on the way{(taken is null ? "" : $"; {taken}")}.");
        }

        return Say($"{slowest.WaitingShare:0 %} of the time waits for {slowest.Node}, {Slowness(slowest)}: {Cause(spans, slowest)}; {Dropping(experiment, spans, slowest)}.");
    }

    private string Slowness(NodeSpansDocument node)
    {
        var since = node.SlowSinceUnixMilliseconds is { } at
            ? $" since {TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(at), zone).ToString("HH:mm", CultureInfo.InvariantCulture)}"
            : "";
        return node.Slowness >= SpanLedger.Slow ? Say($"{node.Slowness:0.0} times slower than the median{since}") : "now and then the last to answer";
    }

    // What of its answers is longer than others': the way, or the computing.
    private string Cause(SpansDocument spans, NodeSpansDocument node)
    {
        var others = Others(spans, node).ToList();
        var network = Medians.Of(others.Select(other => other.NetworkMilliseconds));
        var compute = Medians.Of(others.Select(other => other.ComputeMilliseconds / other.Units)) * node.Units;
        var (onTheWay, computing) = (node.NetworkMilliseconds - network, node.ComputeMilliseconds - compute);
        if (Math.Max(onTheWay, computing) < WorthDifference * node.AnswerMilliseconds)
        {
            return "no part of its answers takes longer than others'";
        }

        if (onTheWay > computing)
        {
            return Say($"its link takes {node.NetworkMilliseconds:0.0} ms a pass, others' {network:0.0} ms");
        }

        return nodes.FirstOrDefault(known => known.Name == node.Node) is { } state && Taken(state) is { } taken
            ? taken
            : Say($"it computes {node.ComputeMilliseconds:0.0} ms a pass, others {compute:0.0} ms for as many units");
    }

    // Those that it can be compared with.
    private static IEnumerable<NodeSpansDocument> Others(SpansDocument spans, NodeSpansDocument node) =>
        spans.Nodes.Where(other => other.Node != node.Node && other.Units > 0);

    private static string? Taken(NodeDocument node) =>
        node is { ComputingShare: > 0.2 and { } computing, ProcessorShare: { } processor } && processor < FairShare * computing
            ? Say($"its processor is taken by something else, it gets {processor / computing:0 %} of what it asks for")
            : null;

    // The others would have to do its units, too.
    private static string Dropping(ExperimentDocument experiment, SpansDocument spans, NodeSpansDocument node)
    {
        var others = Others(spans, node).ToList();
        if (node.Units == 0)
        {
            return "it holds nothing";
        }

        var now = spans.Nodes.Max(one => one.AnswerMilliseconds);
        var more = (double)(others.Sum(other => other.Units) + node.Units) / others.Sum(other => other.Units);
        var without = others.Max(other => (other.ComputeMilliseconds * more) + other.NetworkMilliseconds);
        var saved = (now - without) / 1000 * (experiment.Spec.Iterations - experiment.Iteration);
        return saved >= 1 ? $"dropping it would save {Time(saved)}" : "dropping it would save nothing, its slice follows its speed";
    }

    private static string Checkpoint(ExperimentDocument experiment, SpansDocument spans) => experiment.Checkpoint is { } last
        ? Say($"{spans.Checkpoint:0 %} of the time waits for checkpoints: {Store(last)}")
        : Say($"{spans.Checkpoint:0 %} of the time waits for the first checkpoint to be stored.");

    private static string Store(CheckpointDocument last) => Say(
        $"the store took {last.StoreSeconds:0.0} s to write {last.Bytes / 1e6:0.0} MB{(IsSlow(last) ? $": {SlowDisk}" : "")}; a checkpoint comes every {last.IntervalSeconds:0} s at most.");

    private static string Network(SpansDocument spans)
    {
        var slowest = spans.Nodes.MaxBy(node => node.NetworkMilliseconds)!;
        return Say($"{spans.Network:0 %} of the time is spent on the network, {Medians.Of(spans.Nodes.Select(node => node.NetworkMilliseconds)):0.0} ms a pass, most of it on the link to {slowest.Node}; fewer nodes or a larger batch make it less.");
    }

    private static string Idle(IReadOnlyList<ExperimentDocument> experiments)
    {
        var running = experiments.Where(experiment => experiment.State == ExperimentStates.Running).Select(experiment => experiment.Id).ToList();
        return running.Count == 0
            ? "is idle: no experiment waits for cores."
            : $"is idle: experiment {string.Join(", ", running)} would gain less than a tenth from it, or was given --nodes.";
    }

    private static bool IsSlow(CheckpointDocument? checkpoint) =>
        checkpoint is { } stored && stored.StoreSeconds > StorePatience + (stored.Bytes / StoreBytesASecond);

    private static string Time(double seconds) => seconds switch
    {
        < 90 => Say($"{seconds:0} s"),
        < 5400 => Say($"{seconds / 60:0} min"),
        _ => Say($"{seconds / 3600:0.0} h"),
    };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
