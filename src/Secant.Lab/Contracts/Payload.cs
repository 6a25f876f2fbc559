using ProtoBuf;

namespace Secant.Lab.Contracts;

/// <summary>
/// Bytes of any size as a message carries them: the bytes themselves while they are few, else where they can be fetched in
/// chunks. A message over the frame size would vanish without a word.
/// </summary>
/// <param name="Bytes">The bytes, or null.</param>
/// <param name="Blob">The name under which the sender's blob server has them, or null.</param>
/// <param name="Length">How many there are.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record Payload(
    [property: ProtoMember(1)] byte[]? Bytes,
    [property: ProtoMember(2)] string? Blob,
    [property: ProtoMember(3)] int Length);
