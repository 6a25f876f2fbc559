using ProtoBuf;
using Secant.Core;

namespace Secant.Lab.Contracts;

/// <summary>What can be asked of a lab. Every request has one answer.</summary>
public static class LabProtocol
{
    /// <summary>Ask for the cores that experiments can be lent. Answered with <see cref="Cores"/>.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record GetCores : IWireMessage;

    /// <summary>The nodes that take work.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Cores([property: ProtoMember(1)] NodeCores[]? Nodes) : IWireMessage;

    /// <summary>What a node lends.</summary>
    /// <param name="Node">Its name.</param>
    /// <param name="Count">Its cores.</param>
    /// <param name="Speed">Samples times units a second on one core, as it measured at its start.</param>
    /// <param name="RoundTripSeconds">The way from the lab to it and back.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record NodeCores(
        [property: ProtoMember(1)] string Node,
        [property: ProtoMember(2)] int Count,
        [property: ProtoMember(3)] double Speed,
        [property: ProtoMember(4)] double RoundTripSeconds);

    /// <summary>Queue an experiment. Answered with <see cref="Submitted"/> once durable, or <see cref="Denied"/>.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Submit(
        [property: ProtoMember(1)] SpecRecord Spec,
        [property: ProtoMember(2)] string? Note,
        [property: ProtoMember(3)] int? Nodes,
        [property: ProtoMember(4)] FilingRecord? Filing = null,
        [property: ProtoMember(5)] ForecastRecord? Forecast = null) : IWireMessage;

    /// <summary>Make an experiment a row of a sweep. Answered with <see cref="Done"/> once durable.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record FileUnder(
        [property: ProtoMember(1)] string Id,
        [property: ProtoMember(2)] FilingRecord Filing) : IWireMessage;

    /// <summary>The lab lacks the data set: it is to be offered with <see cref="OfferData"/>, then the experiment submitted
    /// again.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record NeedData([property: ProtoMember(1)] string Sha256) : IWireMessage;

    /// <summary>A data set for the lab to keep: the four decoded IDX payloads. Answered with <see cref="Done"/> or
    /// <see cref="Denied"/>.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record OfferData(
        [property: ProtoMember(1)] string Sha256,
        [property: ProtoMember(2)] string Name,
        [property: ProtoMember(3)] Payload[] Idx) : IWireMessage;

    /// <summary>Ask for the experiments of the store, oldest first. Answered with <see cref="Documents"/>.</summary>
    /// <param name="From">How many to pass over.</param>
    /// <param name="IsBrief">For a table: the curves of what completed may be left out.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record GetDocuments(
        [property: ProtoMember(1)] int From,
        [property: ProtoMember(2)] bool IsBrief = false) : IWireMessage;

    /// <summary>Some of them, and how many there are in all.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Documents(
        [property: ProtoMember(1)] ExperimentDocument[]? Values,
        [property: ProtoMember(2)] int Total) : IWireMessage;

    /// <summary>Ask for the parameters of an experiment's last checkpoint. Answered with <see cref="Parameters"/> or
    /// <see cref="Denied"/>.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record GetParameters([property: ProtoMember(1)] string Id) : IWireMessage;

    /// <summary>A checkpoint, chunk by chunk, with the sizes that a reader needs to make sense of it.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Parameters(
        [property: ProtoMember(1)] int Iteration,
        [property: ProtoMember(2)] string Fingerprint,
        [property: ProtoMember(3)] int Inputs,
        [property: ProtoMember(4)] int Classes,
        [property: ProtoMember(5)] int TrainCount,
        [property: ProtoMember(6)] ParameterChunk[]? Chunks,
        [property: ProtoMember(7)] SpecRecord Spec,
        [property: ProtoMember(8)] string? Damage) : IWireMessage;

    /// <summary>The values of some groups.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record ParameterChunk(
        [property: ProtoMember(1)] int FirstGroup,
        [property: ProtoMember(2)] int GroupCount,
        [property: ProtoMember(3)] Payload Values);

    [ProtoContract(SkipConstructor = true)]
    public sealed record Submitted([property: ProtoMember(1)] string Id) : IWireMessage;

    /// <summary>A request that the lab does not grant, in one line, and what is wrong with it.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Denied(
        [property: ProtoMember(1)] string Reason,
        [property: ProtoMember(2)] Failure Kind = Failure.Work) : IWireMessage
    {
        /// <summary>With the reason of an exception, and its kind where that is known.</summary>
        public static Denied For(Exception cause) => new(cause.Message, (cause as SecantException)?.Failure ?? Failure.Work);

        /// <summary>What a client throws of it; a kind that this build does not know is a failure like any other.</summary>
        public SecantException ToException() => new(Enum.IsDefined(Kind) ? Kind : Failure.Work, Reason);
    }

    /// <summary>The store could not write what was asked for; nothing of it is so. In one line.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record NotStored([property: ProtoMember(1)] string Reason) : IWireMessage;

    /// <summary>Ask for an experiment's document. Answered with <see cref="Document"/>, or <see cref="Denied"/> where there is
    /// none.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record GetDocument([property: ProtoMember(1)] string Id) : IWireMessage;

    [ProtoContract(SkipConstructor = true)]
    public sealed record Document(
        [property: ProtoMember(1)] ExperimentDocument Value,
        [property: ProtoMember(2)] string? StoreError) : IWireMessage;

    /// <summary>Stop an experiment at its next iteration, or let it go on. Answered with <see cref="Done"/> once
    /// durable.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Change(
        [property: ProtoMember(1)] string Id,
        [property: ProtoMember(2)] ChangeKind Kind) : IWireMessage;

    /// <summary>What a person can do to an experiment.</summary>
    public enum ChangeKind
    {
        Pause,
        Continue,
        Cancel,
    }

    /// <summary>Have a node hand over what it holds, and lend it to nothing more. Answered with <see cref="Done"/>.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Drain([property: ProtoMember(1)] string Node) : IWireMessage;

    /// <summary>It is so now; the line says how things stand.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Done([property: ProtoMember(1)] string Text) : IWireMessage;

    /// <summary>Ask how the lab is. Answered with <see cref="Status"/>.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record GetStatus : IWireMessage
    {
        /// <summary>The number of the last event that the asker knows; only later ones are sent. 0 for all that there
        /// are.</summary>
        [ProtoMember(1)]
        public long EventsAfter { get; init; }
    }

    [ProtoContract(SkipConstructor = true)]
    public sealed record Status([property: ProtoMember(1)] StatusDocument Value) : IWireMessage;
}
