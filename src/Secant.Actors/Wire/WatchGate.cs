using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace Secant.Actors.Wire;

/// <summary>
/// Of Akka's system messages only those of watching cross. The others command an actor: "suspend" halts it, and "recreate"
/// carries an exception of any type that the sender names; untrusted mode lets both pass.
/// </summary>
public sealed class WatchGate(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly SystemMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => o switch
    {
        Watch => "watch",
        Unwatch => "unwatch",
        DeathWatchNotification => "ended",
        _ => throw new SerializationException($"system message {o.GetType().Name} does not cross machines here"),
    };

    public override byte[] ToBinary(object obj)
    {
        _ = Manifest(obj);
        return _inner.ToBinary(obj);
    }

    public override object FromBinary(byte[] bytes, string manifest) => _inner.FromBinary(bytes, manifest switch
    {
        "watch" => typeof(Watch),
        "unwatch" => typeof(Unwatch),
        "ended" => typeof(DeathWatchNotification),
        _ => throw new SerializationException($"system message '{manifest}' does not cross machines here"),
    });
}
