using ProtoBuf;
using Secant.Actors.Journal;

namespace Secant.Actors.Monitoring;

/// <summary>A lab as it is shown: the JSON document of <c>status</c> (in camelCase).</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record StatusDocument(
    [property: ProtoMember(1)] LabDocument Lab,
    [property: ProtoMember(2)] IReadOnlyList<NodeDocument> Nodes,
    [property: ProtoMember(3)] IReadOnlyList<ExperimentDocument> Experiments);

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
/// <param name="Experiments">Ids of the experiments that it works for.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record NodeDocument(
    [property: ProtoMember(1)] string Name,
    [property: ProtoMember(2)] string Address,
    [property: ProtoMember(3)] string State,
    [property: ProtoMember(4)] int Cores,
    [property: ProtoMember(5)] double HeartbeatAgeSeconds,
    [property: ProtoMember(6)] int Units,
    [property: ProtoMember(7)] IReadOnlyList<string> Experiments);
