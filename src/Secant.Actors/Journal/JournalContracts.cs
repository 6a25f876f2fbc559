using System.Runtime.Serialization;
using System.Security.Cryptography;
using ProtoBuf.Meta;
using Secant.Actors.Wire;
using Secant.Lab.Contracts;

namespace Secant.Actors.Journal;

/// <summary>Every event that was ever stored, and its bytes: Protobuf, then the first four bytes of its SHA-256.</summary>
public static class JournalContracts
{
    /// <summary>SQLite does not notice a flipped byte within a row; these four do.</summary>
    private const int ChecksumBytes = 4;

    /// <summary>Manifests are for ever: what changes its meaning gets the next number, and the old one stays readable.</summary>
    public static ContractTable Table { get; } = new(
        "the journal",
        ("lab.submitted.1", typeof(ExperimentSubmitted)),
        ("lab.paused.1", typeof(ExperimentPaused)),
        ("lab.continued.1", typeof(ExperimentContinued)),
        ("lab.cancelled.1", typeof(ExperimentCancelled)),
        ("lab.ended.1", typeof(ExperimentEnded)),
        ("lab.filed.1", typeof(ExperimentFiled)),
        ("lab.drained.1", typeof(NodeDrained)),
        ("lab.given.1", typeof(IdsGiven)),
        ("experiment.life.1", typeof(LifeStarted)),
        ("experiment.suspended.1", typeof(LifeSuspended)),
        ("experiment.continued.1", typeof(LifeContinued)),
        ("experiment.checkpoint.1", typeof(CheckpointCommitted)),
        ("experiment.completed.1", typeof(ExperimentCompleted)),
        ("experiment.failed.1", typeof(ExperimentFailed)));

    /// <exception cref="SerializationException">The type is not in the table.</exception>
    public static byte[] Encode(object value)
    {
        var body = Table.Encode(value);
        var bytes = new byte[body.Length + ChecksumBytes];
        body.CopyTo(bytes, 0);
        Checksum(body).CopyTo(bytes.AsSpan(body.Length));
        return bytes;
    }

    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are damaged.</exception>
    public static object Decode(string manifest, byte[] bytes) => Decode(manifest, bytes, ContractModel.Instance);

    /// <inheritdoc cref="Decode(string, byte[])"/>
    public static object Decode(string manifest, byte[] bytes, TypeModel model)
    {
        var body = bytes.AsMemory(0, Math.Max(0, bytes.Length - ChecksumBytes));
        if (bytes.Length < ChecksumBytes || !bytes.AsSpan(body.Length).SequenceEqual(Checksum(body.Span)))
        {
            throw new SerializationException($"an event '{manifest}' of {bytes.Length} bytes is damaged: its checksum differs");
        }

        return Table.Decode(manifest, body, model);
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> body) => SHA256.HashData(body).AsSpan(0, ChecksumBytes);
}
