using ProtoBuf;

namespace Secant.Lab.Contracts;

/// <summary>An experiment's place in a sweep.</summary>
/// <param name="Sweep">The sweep's name.</param>
/// <param name="Row">The row that it is a repeat of, from 1; 0 takes it out of the sweep.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record FilingRecord(
    [property: ProtoMember(1)] string Sweep,
    [property: ProtoMember(2)] int Row);
