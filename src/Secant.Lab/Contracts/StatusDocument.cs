using ProtoBuf;

namespace Secant.Lab.Contracts;

/// <summary>A lab as it is shown: the JSON document of <c>status</c> (in camelCase).</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record StatusDocument(
    [property: ProtoMember(1)] LabDocument Lab,
    IReadOnlyList<NodeDocument> Nodes,
    IReadOnlyList<ExperimentDocument> Experiments)
{
    // Protobuf has no empty list and fills no read-only one, so it gets arrays that may be null.
    [ProtoMember(2)]
    private readonly NodeDocument[]? _nodes = [.. Nodes];

    [ProtoMember(3)]
    private readonly ExperimentDocument[]? _experiments = [.. Experiments];

    public IReadOnlyList<NodeDocument> Nodes => _nodes ?? [];

    [ProtoMember(4)]
    private readonly HappeningDocument[]? _happenings;

    public IReadOnlyList<ExperimentDocument> Experiments => _experiments ?? [];

    /// <summary>What happened, the newest first.</summary>
    public IReadOnlyList<HappeningDocument> Events
    {
        get => _happenings ?? [];
        init => _happenings = [.. value];
    }

    [ProtoMember(6)]
    private readonly StateCount[]? _states;

    /// <summary>How many experiments there are in each state: of those that wait or have ended only some are among
    /// <see cref="Experiments"/>.</summary>
    public IReadOnlyList<StateCount> States
    {
        get => _states ?? [.. Experiments.GroupBy(experiment => experiment.State)
            .Select(group => new StateCount(group.Key, group.Count()))];
        init => _states = [.. value];
    }

    /// <summary>When this was so, by the lab's clock.</summary>
    [ProtoMember(5)]
    public long AtUnixMilliseconds { get; init; }
}

/// <summary>How many experiments are in a state.</summary>
/// <param name="State">One of the words of <see cref="ExperimentDocument.State"/>.</param>
/// <param name="Count">How many.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record StateCount(
    [property: ProtoMember(1)] string State,
    [property: ProtoMember(2)] int Count);

/// <summary>The lab itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it listens, HOST:PORT.</param>
/// <param name="Build">What it runs.</param>
/// <param name="Since">When it started, ISO 8601.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record LabDocument(
    [property: ProtoMember(1)] string Name,
    [property: ProtoMember(2)] string Address,
    [property: ProtoMember(3)] BuildRecord Build,
    [property: ProtoMember(4)] string Since);

/// <summary>A node of the lab.</summary>
/// <param name="Name">Its name, unique in the lab.</param>
/// <param name="Address">Where it is.</param>
/// <param name="State">One of idle, busy, draining, suspect, lost.</param>
/// <param name="Cores">Cores that it lends.</param>
/// <param name="HeartbeatAgeSeconds">Seconds since its last sign of life.</param>
/// <param name="Units">Hidden units that it holds, over all experiments.</param>
/// <param name="Experiments">Ids of the experiments that it works for; of one that is lost, that it worked for.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record NodeDocument(
    [property: ProtoMember(1)] string Name,
    [property: ProtoMember(2)] string Address,
    [property: ProtoMember(3)] string State,
    [property: ProtoMember(4)] int Cores,
    [property: ProtoMember(5)] double HeartbeatAgeSeconds,
    [property: ProtoMember(6)] int Units,
    IReadOnlyList<string> Experiments)
{
    [ProtoMember(7)]
    private readonly string[]? _experiments = [.. Experiments];

    public IReadOnlyList<string> Experiments => _experiments ?? [];

    /// <summary>Cores that experiments have.</summary>
    [ProtoMember(8)]
    public int CoresBusy { get; init; }

    /// <summary>Samples times units a second that it computes; null before its first pass.</summary>
    [ProtoMember(9)]
    public double? SampleUnitsPerSecond { get; init; }

    /// <summary>The share of its cores' time that it computes, 0 to 1; null where it has not said.</summary>
    [ProtoMember(10)]
    public double? ComputingShare { get; init; }

    /// <summary>The share of its cores' time that the processor gave it, 0 to 1; null where it has not said.</summary>
    [ProtoMember(11)]
    public double? ProcessorShare { get; init; }

    /// <summary>Memory that the process occupies; null where it has not said.</summary>
    [ProtoMember(12)]
    public long? MemoryBytes { get; init; }

    /// <summary>From the beginning of a pass to its answer, of the slowest of its experiments.</summary>
    [ProtoMember(13)]
    public double? PassMilliseconds { get; init; }

    /// <summary>That, over the median of the other nodes.</summary>
    [ProtoMember(14)]
    public double? Slowness { get; init; }

    /// <summary>Why it is idle, slow or lost, in one sentence.</summary>
    [ProtoMember(15)]
    public string? Why { get; init; }

    /// <summary>When it was taken in; when it was lost, for one that is.</summary>
    [ProtoMember(16)]
    public long? SinceUnixMilliseconds { get; init; }
}
