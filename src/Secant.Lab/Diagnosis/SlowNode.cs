using System.Globalization;
using Secant.Lab.Contracts;

namespace Secant.Lab.Diagnosis;

/// <summary>A node beside the others of its experiment: how much slower it is, since when, why, and what its loss would save.
/// Pure.</summary>
/// <param name="experiment">The experiment, which has spans.</param>
/// <param name="node">The node's part in it.</param>
/// <param name="state">What the lab knows of the node; null where it does not.</param>
internal sealed class SlowNode(ExperimentDocument experiment, NodeSpansDocument node, NodeDocument? state)
{
    /// <summary>What a sentence says where something else takes a node's processor.</summary>
    public const string TakenProcessor = "its processor is taken by something else";

    // A share of the time that is waited for a node below which nobody is told to do anything about it.
    private const double WorthWaiting = 0.1;

    // What of a node's answers is longer than others' by less than this part of them is no cause.
    private const double WorthDifference = 0.05;

    // A node that gets less than this share of the processor time that it computes has to share it.
    private const double FairShare = 0.75;

    private readonly List<NodeSpansDocument> _others =
        [.. experiment.Spans!.Nodes.Where(other => other.Node != node.Node && UnitsOf(other) > 0)];

    public string Experiment => experiment.Id;

    public string Node => node.Node;

    public double Slowness => node.Slowness;

    /// <summary>Clearly slower than those that it can be compared with, over the last minute or just now.</summary>
    public bool IsSlow => _others.Count > 0 && (node.Slowness >= SpanLedger.Slow || node.SlowSinceUnixMilliseconds is not null);

    /// <summary>It is slow, and that costs the experiment time.</summary>
    public bool HoldsUp => _others.Count > 0 && node.Slowness >= SpanLedger.Slow && node.WaitingShare >= WorthWaiting;

    public string Waiting => Say($"{node.WaitingShare:0 %} of the time");

    /// <summary>How much slower, since when, and why.</summary>
    public string Explain(DateTimeOffset now, TimeZoneInfo zone)
    {
        var since = node.SlowSinceUnixMilliseconds is { } at
            ? $" since {Moment(DateTimeOffset.FromUnixTimeMilliseconds(at), now, zone)}" : "";
        return Say($"{node.Slowness:0.0} times slower than the median{since}: {Cause ?? "no part of its answers takes longer "
            + "than others'"}");
    }

    /// <summary>What the experiment would gain without it; null where nothing is known to be wrong with it.</summary>
    public string? Dropping()
    {
        if (Cause is null || node.Slowness < SpanLedger.Slow)
        {
            return null;
        }

        // The others would have to do its units, too.
        var units = _others.Sum(UnitsOf);
        var more = (units + UnitsOf(node)) / units;
        var without = _others.Max(other => (other.ComputeMilliseconds * more) + other.NetworkMilliseconds);
        var saved = (experiment.Spans!.Nodes.Max(one => one.AnswerMilliseconds) - without) / 1000
            * (experiment.Spec.Iterations - experiment.Iteration);
        return saved >= 1 ? $"dropping it would save {Time(saved)}"
            : "dropping it would save nothing, its slice follows its speed";
    }

    /// <summary>What it gets of the processor time that it asks for; null where that is a fair share.</summary>
    public double? Got => GotOf(state?.ComputingShare ?? node.ComputingShare, state?.ProcessorShare ?? node.ProcessorShare);

    /// <summary>That something else takes its processor; null where nothing does.</summary>
    public string? Taken => Say(Got);

    /// <summary>The same of a node whose passes nobody knows.</summary>
    public static string? TakenOf(NodeDocument node) => Say(GotOf(node.ComputingShare, node.ProcessorShare));

    // What of its answers is longer than others' for as many units: the way, or the computing.
    private string? Cause
    {
        get
        {
            var network = Medians.Of(_others.Select(other => other.NetworkMilliseconds));
            var compute = Medians.Of(_others.Select(other => other.ComputeMilliseconds / UnitsOf(other))) * UnitsOf(node);
            var (onTheWay, computing) = (node.NetworkMilliseconds - network, node.ComputeMilliseconds - compute);
            if (Math.Max(onTheWay, computing) < WorthDifference * node.AnswerMilliseconds)
            {
                return null;
            }

            return onTheWay > computing
                ? Say($"its link takes {node.NetworkMilliseconds:0.0} ms a pass, others' {network:0.0} ms")
                : Taken ?? string.Create(CultureInfo.InvariantCulture,
                $"it computes {node.ComputeMilliseconds:0.0} ms a pass, others {compute:0.0} ms for as many "
                + $"units");
        }
    }

    // Times are means over the passes looked at, in which slices may have moved.
    private static double UnitsOf(NodeSpansDocument node) => node.UnitsAPass ?? node.Units;

    private static double? GotOf(double? computing, double? processor) =>
        computing > 0.2 && processor < FairShare * computing ? processor / computing : null;

    private static string? Say(double? got) =>
        got is null ? null : Say($"{TakenProcessor}, it gets {got:0 %} of what it asks for");

    private static string Moment(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (then, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone));
        return then.ToString(then.Date == today.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static string Time(double seconds) => seconds switch
    {
        < 90 => Say($"{seconds:0} s"),
        < 5400 => Say($"{seconds / 60:0} min"),
        _ => Say($"{seconds / 3600:0.0} h"),
    };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
