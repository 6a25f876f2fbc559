using ProtoBuf;

namespace Secant.Lab.Contracts;

/// <summary>What the lab persists, under the persistence id "lab". Fields are only ever added, never renumbered.</summary>
public interface ILabEvent : IEvent
{
    /// <summary>The experiment that it is about; null where it is about none.</summary>
    string? Id { get; }
}

/// <summary>An experiment was accepted into the queue.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record ExperimentSubmitted(
    [property: ProtoMember(1)] string Id,
    [property: ProtoMember(2)] SpecRecord Spec,
    [property: ProtoMember(3)] long SubmittedAtUnixMilliseconds,
    [property: ProtoMember(4)] string Note,
    [property: ProtoMember(5)] ForecastRecord? Forecast = null,
    [property: ProtoMember(6)] int? Nodes = null) : ILabEvent;

/// <summary>An experiment is a row of a sweep from now on. The last one of a sweep's name counts.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record ExperimentFiled(
    [property: ProtoMember(1)] string Id,
    [property: ProtoMember(2)] FilingRecord Filing) : ILabEvent;

/// <summary>An experiment was paused, by a person or because it cannot go on.</summary>
/// <param name="Id">The experiment.</param>
/// <param name="AtUnixMilliseconds">When; null in what older releases wrote.</param>
/// <param name="Reason">Why it cannot go on; null where a person paused it.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record ExperimentPaused(
    [property: ProtoMember(1)] string Id,
    [property: ProtoMember(2)] long? AtUnixMilliseconds = null,
    [property: ProtoMember(3)] string? Reason = null) : ILabEvent;

/// <summary>A paused experiment goes on.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record ExperimentContinued(
    [property: ProtoMember(1)] string Id,
    [property: ProtoMember(2)] long? AtUnixMilliseconds = null) : ILabEvent;

/// <summary>An experiment was cancelled by a person.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record ExperimentCancelled(
    [property: ProtoMember(1)] string Id,
    [property: ProtoMember(2)] long? AtUnixMilliseconds = null) : ILabEvent;

/// <summary>A node is lent to nothing more, for as long as its process lives.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Process">Its process.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record NodeDrained(
    [property: ProtoMember(1)] string Node,
    [property: ProtoMember(2)] string Process) : ILabEvent
{
    string? ILabEvent.Id => null;
}

/// <summary>
/// Ids up to this one were given, though a repair found no submission of some: none is given again. It is about no experiment
/// that there is.
/// </summary>
[ProtoContract(SkipConstructor = true)]
public sealed record IdsGiven([property: ProtoMember(1)] string Id) : ILabEvent;

/// <summary>An experiment ended by itself; its own journal says how.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record ExperimentEnded(
    [property: ProtoMember(1)] string Id,
    [property: ProtoMember(2)] bool Failed) : ILabEvent;
