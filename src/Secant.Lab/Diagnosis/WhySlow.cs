using System.Globalization;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Lab.Diagnosis;

/// <summary>Why an experiment is not faster, in one sentence made of where its time went. Pure.</summary>
/// <param name="nodes">The lab's nodes.</param>
/// <param name="now">The time.</param>
/// <param name="zone">The zone in which times of day are told.</param>
public sealed class WhySlow(IReadOnlyList<NodeDocument> nodes, DateTimeOffset now, TimeZoneInfo zone)
{
    private const string SlowDisk = "its disk is slow";

    // Shares of the time below which something is not worth a sentence.
    private const double WorthWaiting = 0.1;
    private const double WorthCheckpoint = 0.05;
    private const double WorthNetwork = 0.3;
    private const double WorthCoordinator = 0.25;
    private const double WorthOpening = 0.2;
    private const double WorthEvaluation = 0.3;
    private const double WorthMention = 0.01;

    // A pass that takes this many usual ones is held up by somebody now, whatever the shares of the last minute say.
    private const double OverduePasses = 5;
    private const double OverdueSeconds = 1;

    // What is longer ago says nothing of now.
    private const long RecentMilliseconds = 60_000;

    // What a store that is not slow takes: this long for a file's syncs, and this much a second.
    private const double StorePatience = 0.4;
    private const double StoreBytesASecond = 20e6;

    /// <returns>Null where there is nothing to say yet.</returns>
    public string? OfExperiment(ExperimentDocument experiment)
    {
        if (experiment.State is ExperimentStates.Queued)
        {
            return experiment.Placement is { } placement ? $"queued: {placement}" : null;
        }

        if (experiment.State != ExperimentStates.Running)
        {
            return null;
        }

        return HeldUpNow(experiment) ?? (experiment.Spans is { Nodes.Count: > 0 } spans ? HeldUpLately(experiment, spans) : null);
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
                return $"hands over {Held(node)}, then gets nothing more.";
            case NodeStates.Drained:
                return "has handed over all it held; it gets work again when its worker is started anew.";
            case NodeStates.Idle:
                return node.Why ?? "is idle: no experiment waits for cores.";
        }

        if (node is { Cores: > 0, CoresBusy: 0 })
        {
            return node.Why is null ? $"hands over {Held(node)}." : $"hands over {Held(node)}, then {node.Why}";
        }

        var slowest = experiments
            .Where(experiment => experiment.State == ExperimentStates.Running && experiment.Spans is not null)
            .SelectMany(experiment => experiment.Spans!.Nodes.Where(one => one.Node == node.Name)
            .Select(one => new SlowNode(experiment, one, node)))
            .MaxBy(one => one.Slowness);
        if (slowest is { IsSlow: true })
        {
            return Sentence(slowest.Explain(now, zone), $"{slowest.Waiting} of experiment {slowest.Experiment} waits for it",
                slowest.Dropping());
        }

        if (node.Units == 0 && node.Cores > 0)
        {
            return "holds no slice yet: it opens one, or none would make passes shorter.";
        }

        // Slices follow the speed, so that a node whose processor is taken is soon no slower than others; it still is why all
        // are.
        return node.ComputingShare is { } share ? Sentence(Say($"computes {share:0 %} of the time"), SlowNode.TakenOf(node))
            : null;
    }

    // The output biases are no unit, and a slice that is still being opened counts none.
    private static string Held(NodeDocument node) => node.Units > 0 ? Counted.Of(node.Units, "unit") : "what it holds";

    // Somebody is waited for at this moment.
    private string? HeldUpNow(ExperimentDocument experiment)
    {
        var spans = experiment.Spans;
        if (spans is { PassAgeSeconds: { } age, Awaited: { Count: > 0 } awaited } && age > OverdueSeconds
            && age > OverduePasses * spans.SecondsAPass)
        {
            return Say($"iteration {experiment.Iteration} has waited {age:0.0} s for {string.Join(", ", awaited)}.");
        }

        var granted = nodes.Where(node => node.State != NodeStates.Lost && node.Experiments.Contains(experiment.Id))
            .Select(node => node.Name).ToList();
        var lost = nodes.Where(node => node.State == NodeStates.Lost).Select(node => node.Name)
            .Intersect((spans?.Nodes ?? []).Select(one => one.Node)).ToList();
        if (lost.Count > 0)
        {
            var then = granted.Count > 0 ? "the others wait until its slices are opened anew"
                : "no node has its slices, it waits for cores";
            return $"{string.Join(", ", lost)} was lost at iteration {experiment.Iteration}; {then}.";
        }

        return experiment.Nodes != 0 ? null
            : granted.Count > 0 ? $"its slices are being opened on {string.Join(", ", granted)}."
            : "no node has its slices; it waits for cores.";
    }

    private string HeldUpLately(ExperimentDocument experiment, SpansDocument spans)
    {
        (double Share, double Worth, string What, Func<string> Sentence)[] causes =
        [
            (spans.Nodes.Count > 1 ? spans.Waiting : 0, WorthWaiting, "waiting for the last node to answer",
                () => Waiting(experiment, spans)),
            (spans.Checkpoint, WorthCheckpoint, "waiting for checkpoints", () => Checkpoint(experiment, spans)),
            (spans.Network, WorthNetwork, "the network", () => Network(spans)),
            (spans.Coordinator, WorthCoordinator, "the coordinator's own work",
                () => string.Create(CultureInfo.InvariantCulture,
                    $"{spans.Coordinator:0 %} of the time is the coordinator's own work; fewer nodes or a larger batch "
                    + $"make it less.")),
            (spans.Opening, WorthOpening, "opening slices",
                () => string.Create(CultureInfo.InvariantCulture,
                    $"{spans.Opening:0 %} of the last {spans.Seconds:0} s went to opening slices, with "
                    + $"{Counted.Of(experiment.Recoveries, "recovery", "recoveries")} so far.")),
            (spans.Evaluation, WorthEvaluation, "evaluation",
                () => Say($"{spans.Evaluation:0 %} of the time goes to evaluations; a larger --eval-every makes them fewer.")),
        ];
        var worth = causes.Where(cause => cause.Share >= cause.Worth).ToList();
        var (share, _, what, _) = causes.MaxBy(cause => cause.Share);
        var besides = Besides(experiment, spans);
        if (worth.Count == 0 && besides.Count > 0)
        {
            return besides[0].Sentence;
        }

        var sentence = worth.Count > 0 ? worth.MaxBy(cause => cause.Share).Sentence()
            : share >= WorthMention
            ? Say($"computes {spans.Compute:0 %} of the time; of the rest {what} takes most, {share:0 %}.")
            : Say($"computes {spans.Compute:0 %} of the time; nothing holds it up.");
        return string.Join(" Besides, ", [sentence, .. besides.Where(
            one => !sentence.Contains(one.Cause, StringComparison.Ordinal)).Select(one => one.Sentence).Take(1)]);
    }

    // What hardly shows in the shares: passes go on while a checkpoint is stored, and slices follow what is left of a processor.
    private List<(string Cause, string Sentence)> Besides(ExperimentDocument experiment, SpansDocument spans)
    {
        var besides = new List<(string Cause, string Sentence)>();
        if (spans.Nodes.Select(node => Beside(experiment, node)).Where(node => node.Got is not null).MinBy(node => node.Got)
            is { } slowed)
        {
            besides.Add((SlowNode.TakenProcessor, $"{slowed.Node} is slowed: {slowed.Taken}."));
        }

        if (experiment.Checkpoint is { } last && IsSlow(last)
            && now.ToUnixTimeMilliseconds() - last.AtUnixMilliseconds is >= 0 and < RecentMilliseconds)
        {
            besides.Add((SlowDisk, Store(last)));
        }

        return besides;
    }

    private SlowNode Beside(ExperimentDocument experiment, NodeSpansDocument node) =>
        new(experiment, node, nodes.FirstOrDefault(known => known.Name == node.Node));

    private string Waiting(ExperimentDocument experiment, SpansDocument spans)
    {
        var awaited = spans.Nodes.MaxBy(node => node.WaitingShare)!;
        var slow = Beside(experiment, awaited);
        return slow.HoldsUp
            ? Sentence($"{slow.Waiting} waits for {awaited.Node}, {slow.Explain(now, zone)}", slow.Dropping())
            : string.Create(CultureInfo.InvariantCulture,
            $"{spans.Waiting:0 %} of the time waits for the last to answer, now one node, now another; none is clearly "
            + $"slower.");
    }

    private static string Checkpoint(ExperimentDocument experiment, SpansDocument spans) => experiment.Checkpoint is { } last
        ? Say($"{spans.Checkpoint:0 %} of the time waits for checkpoints: {Store(last)}")
        : Say($"{spans.Checkpoint:0 %} of the time waits for the first checkpoint to be stored.");

    private static string Store(CheckpointDocument last) => string.Create(CultureInfo.InvariantCulture,
        $"the store took {last.StoreSeconds:0.0} s to write {last.Bytes / 1048576.0:0.0} "
            + $"MB{(IsSlow(last) ? $": {SlowDisk}" : "")}; a checkpoint comes every {last.IntervalSeconds:0} s, and before "
            + $"slices move.");

    private static string Network(SpansDocument spans)
    {
        if (spans.Nodes is [var only])
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{spans.Network:0 %} of the time goes to messages to {only.Node} and back, "
                + $"{only.NetworkMilliseconds:0.0} ms a pass; a larger batch makes it less.");
        }

        var slowest = spans.Nodes.MaxBy(node => node.NetworkMilliseconds)!;
        return string.Create(CultureInfo.InvariantCulture, $"{spans.Network:0 %} of the time is spent on the network, "
            + $"{Medians.Of(spans.Nodes.Select(node => node.NetworkMilliseconds)):0.0} ms a pass, most of it on the link to "
            + $"{slowest.Node}; fewer nodes or a larger batch make it less.");
    }

    private static bool IsSlow(CheckpointDocument? checkpoint) =>
        checkpoint is { } stored && stored.StoreSeconds > StorePatience + (stored.Bytes / StoreBytesASecond);

    private static string Sentence(params ReadOnlySpan<string?> parts) =>
        string.Join("; ", [.. parts.ToArray().OfType<string>()]) + ".";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
