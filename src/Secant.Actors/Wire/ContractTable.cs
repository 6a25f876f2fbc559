using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.Serialization;
using ProtoBuf;
using ProtoBuf.Meta;

namespace Secant.Actors.Wire;

/// <summary>
/// The types that may be stored or sent, each under a versioned manifest such as "lab.submitted.1". Only what stands in the
/// table is encoded or decoded: no type name ever travels. Works without an actor system.
/// </summary>
public sealed class ContractTable
{
    private readonly string _subject;
    private readonly FrozenDictionary<string, Type> _types;
    private readonly FrozenDictionary<Type, string> _manifests;

    /// <param name="subject">What the table is of, for error messages: "the journal".</param>
    /// <param name="entries">Each manifest and each type stands in it once.</param>
    public ContractTable(string subject, params IReadOnlyCollection<(string Manifest, Type Type)> entries)
    {
        _subject = subject;
        // By way of dictionaries that throw at a double: a frozen one lets the last win.
        _types = entries.ToDictionary(entry => entry.Manifest, entry => entry.Type).ToFrozenDictionary();
        _manifests = entries.ToDictionary(entry => entry.Type, entry => entry.Manifest).ToFrozenDictionary();
    }

    public IEnumerable<Type> Types => _manifests.Keys;

    /// <exception cref="SerializationException">The type is not in the table.</exception>
    public string ManifestOf(Type type) => _manifests.TryGetValue(type, out var manifest)
        ? manifest
        : throw new SerializationException($"{type.Name} has no manifest in the table of {_subject}: add it there");

    /// <exception cref="SerializationException">The type is not in the table.</exception>
    public byte[] Encode(object value)
    {
        _ = ManifestOf(value.GetType());
        var buffer = new ArrayBufferWriter<byte>();
        ContractModel.Instance.Serialize(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="SerializationException">The manifest is not in the table, or the bytes are not of its type.</exception>
    public object Decode(string manifest, ReadOnlyMemory<byte> bytes) => Decode(manifest, bytes, ContractModel.Instance);

    /// <summary>The same by another model.</summary>
    public object Decode(string manifest, ReadOnlyMemory<byte> bytes, TypeModel model)
    {
        if (!_types.TryGetValue(manifest, out var type))
        {
            throw new SerializationException($"'{manifest}' of {_subject} is unknown to this build; a newer one wrote it");
        }

        try
        {
            return model.Deserialize(type, bytes);
        }
        catch (Exception e) when (e
        is ProtoException or IOException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new SerializationException($"{bytes.Length} bytes of '{manifest}' in {_subject} are damaged: {e.Message}", e);
        }
    }
}
