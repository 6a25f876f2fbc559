using Akka.Actor;
using Akka.Configuration;
using Secant.Actors.Hosting;

namespace Secant.Actors.Tests.Wire;

/// <summary>Actor systems with sockets on loopback, each on a port that was free.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    public const string Host = "127.0.0.1";

    private readonly List<ActorSystem> _systems = [];

    // A client that others can connect to, as it is both sides of what is tested.
    public ActorSystem Start() => Start(
        ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp.public-hostname = {Host}")
            .WithFallback(Network.ForClient(Config.Empty)));

    public ActorSystem Start(Config config)
    {
        var system = ActorSystem.Create(Network.SystemName,
            ConfigurationFactory.ParseString("akka.loglevel = OFF").WithFallback(config));
        _systems.Add(system);
        return system;
    }

    /// <summary>An actor of one system as another one reaches it.</summary>
    public static IActorRef Reach(ActorSystem from, IActorRef actor, ActorSystem of) => ((ExtendedActorSystem)from).Provider
        .ResolveActorRef(actor.Path.ToSerializationFormatWithAddress(Network.AddressOf(of)));

    public async ValueTask DisposeAsync()
    {
        foreach (var system in _systems)
        {
            await system.Terminate();
        }
    }
}
