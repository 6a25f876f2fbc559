using ProtoBuf;

namespace Secant.Lab.Contracts;

/// <summary>Something that happened at a lab.</summary>
/// <param name="Number">Counted from 1 since the lab started.</param>
/// <param name="AtUnixMilliseconds">When, by the lab's clock.</param>
/// <param name="Kind">One of <see cref="HappeningKinds"/>.</param>
/// <param name="Text">What, in one line.</param>
/// <param name="Node">The node that it happened to; null where none.</param>
/// <param name="Experiment">The experiment that it happened to; null where none.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record HappeningDocument(
    [property: ProtoMember(1)] long Number,
    [property: ProtoMember(2)] long AtUnixMilliseconds,
    [property: ProtoMember(3)] string Kind,
    [property: ProtoMember(4)] string Text,
    [property: ProtoMember(5)] string? Node = null,
    [property: ProtoMember(6)] string? Experiment = null)
{
    /// <summary>The node that gave something up for it; null where none did.</summary>
    [ProtoMember(7)]
    public string? Giver { get; init; }

    /// <summary>True where a node has part in it.</summary>
    public bool Concerns(string node) => Node == node || Giver == node;

    /// <summary>As it is logged.</summary>
    public override string ToString() => Text;
}
