using ProtoBuf;

namespace Secant.Lab.Contracts;

/// <summary>
/// Where the time of an experiment went lately: shares of <see cref="Seconds"/> that add up to 1. A pass is computing as long as
/// the median of the nodes computes, network as long as that node's answer takes beyond it, and waiting from that answer to the
/// last one.
/// </summary>
[ProtoContract]
public sealed record SpansDocument
{
    // Protobuf has no empty list and fills no read-only one, so it gets an array that may be null.
    [ProtoMember(10)]
    private readonly NodeSpansDocument[]? _nodes;

    [ProtoMember(12)]
    private readonly string[]? _awaited;

    /// <summary>The time looked at, up to a minute.</summary>
    [ProtoMember(1)]
    public double Seconds { get; init; }

    /// <summary>Passes made in it.</summary>
    [ProtoMember(2)]
    public int Passes { get; init; }

    /// <summary>Computing, on the node in the middle.</summary>
    [ProtoMember(3)]
    public double Compute { get; init; }

    /// <summary>Waiting for the slowest node when half of the others had answered.</summary>
    [ProtoMember(4)]
    public double Waiting { get; init; }

    /// <summary>Messages on their way to and from the node in the middle.</summary>
    [ProtoMember(5)]
    public double Network { get; init; }

    /// <summary>The coordinator's own work.</summary>
    [ProtoMember(6)]
    public double Coordinator { get; init; }

    /// <summary>Passes held up by a checkpoint.</summary>
    [ProtoMember(7)]
    public double Checkpoint { get; init; }

    /// <summary>Evaluations between passes.</summary>
    [ProtoMember(8)]
    public double Evaluation { get; init; }

    /// <summary>Slices being opened: at the start, after a loss, before they move.</summary>
    [ProtoMember(9)]
    public double Opening { get; init; }

    /// <summary>The nodes that made passes, by name.</summary>
    public IReadOnlyList<NodeSpansDocument> Nodes
    {
        get => _nodes ?? [];
        init => _nodes = [.. value];
    }

    /// <summary>Paused by a person.</summary>
    [ProtoMember(11)]
    public double Held { get; init; }

    /// <summary>The nodes that have not answered yet in the pass under way.</summary>
    public IReadOnlyList<string> Awaited
    {
        get => _awaited ?? [];
        init => _awaited = [.. value];
    }

    /// <summary>How long the pass under way takes already; null between passes.</summary>
    [ProtoMember(13)]
    public double? PassAgeSeconds { get; init; }

    /// <summary>Seconds that a pass took, with all that came between passes but pauses.</summary>
    [ProtoMember(14)]
    public double SecondsAPass { get; init; }
}

/// <summary>A node's part in the passes of an experiment.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Units">Hidden units that it computes with.</param>
/// <param name="AnswerMilliseconds">From a pass's beginning to its answer.</param>
/// <param name="ComputeMilliseconds">What it computed of that.</param>
/// <param name="NetworkMilliseconds">The rest, less the coordinator's work.</param>
/// <param name="SampleUnitsPerSecond">Samples times units that it computes a second.</param>
/// <param name="WaitingShare">The share of the experiment's time that was spent waiting for it.</param>
/// <param name="Slowness">Its answer time over the median of the others', units taken equal; 1 where it is alone.</param>
/// <param name="SlowSinceUnixMilliseconds">Since when it is clearly slower; null while it is not.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record NodeSpansDocument(
    [property: ProtoMember(1)] string Node,
    [property: ProtoMember(2)] int Units,
    [property: ProtoMember(3)] double AnswerMilliseconds,
    [property: ProtoMember(4)] double ComputeMilliseconds,
    [property: ProtoMember(5)] double NetworkMilliseconds,
    [property: ProtoMember(6)] double SampleUnitsPerSecond,
    [property: ProtoMember(7)] double WaitingShare,
    [property: ProtoMember(8)] double Slowness,
    [property: ProtoMember(9)] long? SlowSinceUnixMilliseconds)
{
    /// <summary>Hidden units that it computed with in these passes, on average; null in what older releases stored.</summary>
    [ProtoMember(10)]
    public double? UnitsAPass { get; init; }

    /// <summary>The share of its cores' time that it computed, 0 to 1; null where it has not said.</summary>
    [ProtoMember(11)]
    public double? ComputingShare { get; init; }

    /// <summary>The share of its cores' time that the processor gave it, 0 to 1; null where it has not said.</summary>
    [ProtoMember(12)]
    public double? ProcessorShare { get; init; }
}

/// <summary>The last checkpoint that was stored.</summary>
/// <param name="Iteration">Of which iteration.</param>
/// <param name="AtUnixMilliseconds">When it was durable.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="StoreSeconds">How long the store took to write it.</param>
/// <param name="IntervalSeconds">Time to the next one, at least.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record CheckpointDocument(
    [property: ProtoMember(1)] int Iteration,
    [property: ProtoMember(2)] long AtUnixMilliseconds,
    [property: ProtoMember(3)] long Bytes,
    [property: ProtoMember(4)] double StoreSeconds,
    [property: ProtoMember(5)] double IntervalSeconds);
