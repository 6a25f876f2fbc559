using System.Globalization;
using Akka.Actor;
using Akka.Configuration;

namespace Secant.Actors.Hosting;

/// <summary>Akka's configuration for the processes of a lab, and how they find each other.</summary>
public static class Network
{
    /// <summary>The name of every actor system: those of other names are not talked to.</summary>
    public const string SystemName = "secant";

    /// <summary>The lab's role among the members.</summary>
    public const string LabRole = "lab";

    /// <summary>A node's role among the members.</summary>
    public const string NodeRole = "node";

    /// <summary>The lab's name among the actors: /user/lab.</summary>
    public const string LabActor = "lab";

    private const string Protocol = "akka.tcp";

    private const string Trust =
        """akka.cluster.failure-detector.implementation-class = "Secant.Actors.Hosting.TrustingDetector, Secant.Actors" """;

    /// <summary>For the lab. It is its own seed; with port 0 it has to join itself once its address is known.</summary>
    /// <param name="host">The address that it binds to, and is known by.</param>
    /// <param name="port">Its port; 0 takes one that is free.</param>
    /// <param name="akka">What the operator sets; not the address, which is checked elsewhere.</param>
    /// <param name="longest">
    /// Silence after which a member is let go of that the lab has not judged itself. The lab hears its nodes, and gives them up
    /// sooner.
    /// </param>
    public static Config ForLab(string host, int port, Config akka, TimeSpan? longest = null) =>
        Member(LabRole, port == 0 ? null : AddressOf(host, port))
        .WithFallback(Endpoint(host, port))
        .WithFallback(akka)
        .WithFallback(ConfigurationFactory.ParseString(string.Create(
            CultureInfo.InvariantCulture,
                $"akka.cluster.failure-detector.acceptable-heartbeat-pause = "
                    + $"{(longest ?? new PatienceOptions().Longest).TotalMilliseconds:F0}ms")))
        .WithFallback(Membership());

    /// <summary>For a node. It takes a port that is free: a restarted process on the port of a dead one would not be let in for
    /// long.</summary>
    /// <param name="host">The address that it binds to, and is known by.</param>
    /// <param name="lab">The lab's address.</param>
    /// <param name="akka">What the operator sets.</param>
    public static Config ForNode(string host, Address lab, Config akka) =>
        Member(NodeRole, lab).WithFallback(ConfigurationFactory.ParseString(Trust)).WithFallback(Endpoint(host, 0))
        .WithFallback(akka).WithFallback(Membership());

    /// <summary>
    /// For a client: no member, comes and goes. Nobody can connect to it: it is answered on the connection that it opened, and
    /// known by a name that leads nowhere.
    /// </summary>
    /// <param name="akka">What the operator sets.</param>
    public static Config ForClient(Config akka) => ConfigurationFactory
        .ParseString(
                $$"""akka { actor.provider = remote, remote.dot-netty.tcp.public-hostname = "client-{{Guid.NewGuid():N}}" }""")
        .WithFallback(Endpoint("127.0.0.1", 0))
        .WithFallback(akka)
        .WithFallback(Resource("network"));

    /// <summary>The address of a system of ours. Akka writes version 6 in brackets, and knows a system by the text
    /// alone.</summary>
    public static Address AddressOf(string host, int port) =>
        new(Protocol, SystemName, Checked(host).Contains(':') ? $"[{host}]" : host, port);

    /// <summary>The lab at an address, whichever run of it is there.</summary>
    public static IActorRef Lab(ActorSystem system, Address address) =>
        ((ExtendedActorSystem)system).Provider.ResolveActorRef(new RootActorPath(address) / "user" / LabActor);

    /// <summary>The address that a system with sockets is reached by.</summary>
    public static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private static Config Membership() => Resource("membership").WithFallback(Resource("network"));

    private static Config Resource(string name) =>
        ConfigurationFactory.FromResource($"Secant.Actors.Hosting.{name}.hocon", typeof(Network).Assembly);

    private static Config Member(string role, Address? seed) => ConfigurationFactory.ParseString(
        $$"""akka.cluster { roles = ["{{role}}"], seed-nodes = [{{(seed is null ? "" : $"\"{seed}\"")}}] }""");

    private static Config Endpoint(string host, int port) => ConfigurationFactory.ParseString(string.Create(
        CultureInfo.InvariantCulture, $$"""akka.remote.dot-netty.tcp { hostname = "{{Checked(host)}}", port = {{port}} }"""));

    // A host becomes part of a configuration text.
    private static string Checked(string host) =>
        host.Length > 0 && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':')
        ? host
        : throw new ArgumentException($"'{host}' is no host name or address", nameof(host));
}
