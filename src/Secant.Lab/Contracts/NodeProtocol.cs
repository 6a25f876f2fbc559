using ProtoBuf;

namespace Secant.Lab.Contracts;

/// <summary>Between the lab and its coordinators on one side and a node on the other.</summary>
public static class NodeProtocol
{
    /// <summary>Cores that one node may lend.</summary>
    public const int MostCores = 4096;

    /// <summary>A node offers its cores. Repeated until it is welcomed or refused.</summary>
    /// <param name="Name">What the machine is called.</param>
    /// <param name="Instance">This run of the node, anew at every start.</param>
    /// <param name="Cores">Cores that it lends.</param>
    /// <param name="Protocol">The version of these messages that it speaks.</param>
    /// <param name="Probe">Fingerprint of the fixed probe: equal bits on both sides.</param>
    /// <param name="Speed">Samples times units a second on one core, as measured at the start.</param>
    /// <param name="Build">What it runs.</param>
    /// <param name="Lab">The name of the lab that it is meant for; null where any will do.</param>
    /// <param name="Process">Its process, the same however often it registers; null where it does not say.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Register(
        [property: ProtoMember(1)] string Name,
        [property: ProtoMember(2)] string Instance,
        [property: ProtoMember(3)] int Cores,
        [property: ProtoMember(4)] int Protocol,
        [property: ProtoMember(5)] string Probe,
        [property: ProtoMember(6)] double Speed,
        [property: ProtoMember(7)] BuildRecord Build,
        [property: ProtoMember(8)] string? Lab = null,
        [property: ProtoMember(9)] string? Process = null) : IWireMessage;

    /// <summary>The lab takes the node in, under a name that is unique in the lab; later it answers signs of life with
    /// this.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Welcome(
        [property: ProtoMember(1)] string Lab,
        [property: ProtoMember(2)] string Node) : IWireMessage;

    /// <summary>The lab does not take the node in.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Refused([property: ProtoMember(1)] string Reason) : IWireMessage;

    /// <summary>A sign of life, once a second, with what there is to know. Answered with <see cref="Welcome"/> or
    /// <see cref="Unknown"/>.</summary>
    /// <param name="Instance">This run of the node.</param>
    /// <param name="MemoryBytes">Memory that its process occupies.</param>
    /// <param name="ComputingShare">The share of its cores' time that it computed since the last one, 0 to 1.</param>
    /// <param name="ProcessorShare">The share of its cores' time that the processor gave it, 0 to 1.</param>
    /// <param name="RoundTripSeconds">The quickest of the last ways to the lab and back; 0 until there were some.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Pulse(
        [property: ProtoMember(1)] string Instance,
        [property: ProtoMember(2)] long MemoryBytes,
        [property: ProtoMember(3)] double ComputingShare,
        [property: ProtoMember(4)] double ProcessorShare,
        [property: ProtoMember(5)] double RoundTripSeconds) : IWireMessage;

    /// <summary>The node wants to go, once it has handed over what it holds.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Leaving([property: ProtoMember(1)] string Instance) : IWireMessage;

    /// <summary>Nothing is on the node any more: it may go.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Released : IWireMessage;

    /// <summary>The lab does not know this node (any more): it has to register anew, with nothing.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Unknown : IWireMessage;

    /// <summary>Make a worker for a life of an experiment; older lives are dropped.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record StartWorker(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] SpecRecord Spec,
        [property: ProtoMember(3)] int Cores) : IWireMessage;

    /// <summary>The worker of a life of an experiment is to compute on another number of cores from now on.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record ResizeWorker(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Cores) : IWireMessage;

    /// <summary>The experiment needs the node no longer.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record StopWorker([property: ProtoMember(1)] Attempt Attempt) : IWireMessage;

    /// <summary>Asks the lab for a data set.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record FetchData([property: ProtoMember(1)] string Sha256) : IWireMessage;

    /// <summary>The four decoded IDX payloads of a data set, in the order of its checksum; null where the lab does not have
    /// it.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Data(
        [property: ProtoMember(1)] string Sha256,
        [property: ProtoMember(2)] string Name,
        [property: ProtoMember(3)] Payload[]? Idx) : IWireMessage;
}
