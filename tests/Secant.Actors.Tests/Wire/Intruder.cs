using Akka.Actor;
using Akka.Configuration;
using Secant.Actors.Hosting;

namespace Secant.Actors.Tests.Wire;

/// <summary>A peer as anybody can make one: Akka as it comes, JSON and all, under the lab's system name, and with our contracts
/// besides.</summary>
internal static class Intruder
{
    public static Config Config { get; } = ConfigurationFactory.ParseString($$"""
        akka.actor.provider = remote
        akka.actor.serializers.secant-message = "Secant.Actors.Wire.MessageSerializer, Secant.Actors"
        akka.actor.serialization-bindings { "Secant.Lab.Contracts.IWireMessage, Secant.Lab" = secant-message }
        akka.remote.retry-gate-closed-for = 10ms
        akka.remote.dot-netty.tcp { hostname = "{{Loopback.Host}}", port = 0, maximum-frame-size = 8388608b }
        """);

    /// <summary>A reference to a path of the victim.</summary>
    public static IActorRef Aim(ActorSystem intruder, ActorSystem victim, string path) => ((ExtendedActorSystem)intruder).Provider
        .ResolveActorRef($"{Network.AddressOf(victim)}{path}");

    /// <summary>JSON names this type, and whoever makes it is found out.</summary>
    public sealed class Bait
    {
        private static int _made;

        public Bait() => Interlocked.Increment(ref _made);

        public static int Made => Volatile.Read(ref _made);

        public string Text { get; set; } = "";

        public static void Forget() => Volatile.Write(ref _made, 0);
    }

    /// <summary>An actor to be deployed at the victim's.</summary>
    public sealed class Implant : UntypedActor
    {
        private static int _started;

        public static int Started => Volatile.Read(ref _started);

        protected override void PreStart() => Interlocked.Increment(ref _started);

        protected override void OnReceive(object message)
        {
        }
    }

    /// <summary>An exception whose making is noticed: Akka's own messages would carry one of any type.</summary>
    public sealed class Trap : Exception
    {
        private static int _sprung;

        public Trap()
        {
        }

#pragma warning disable SYSLIB0051, CA1801, IDE0060 // That constructor is what a reader of exceptions calls.
        private Trap(System.Runtime.Serialization.SerializationInfo info,
            System.Runtime.Serialization.StreamingContext context) =>
            Interlocked.Increment(ref _sprung);
#pragma warning restore SYSLIB0051, CA1801, IDE0060

        public static int Sprung => Volatile.Read(ref _sprung);
    }
}
