using Akka.Actor;
using Secant.Actors.Wire;
using Secant.Lab.Contracts;

namespace Secant.Actors.Journal;

/// <summary>Writes and reads <see cref="IEvent"/> for the journal.</summary>
public sealed class EventSerializer(ExtendedActorSystem system) : ContractSerializer(system, Id, JournalContracts.Table)
{
    /// <summary>Stands in every row of the journal.</summary>
    public const int Id = 7301;

    public override byte[] ToBinary(object obj) => JournalContracts.Encode(obj);

    public override object FromBinary(byte[] bytes, string manifest) => JournalContracts.Decode(manifest, bytes);
}
