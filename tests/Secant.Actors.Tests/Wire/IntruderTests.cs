using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Reflection;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Routing;
using Secant.Actors.Hosting;
using Secant.Actors.Wire;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Wire;

/// <summary>What an open port allows whoever reaches it: to be answered as a client, and nothing of what Akka would do for a
/// peer.</summary>
public sealed class IntruderTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Loopback _loopback = new();
    private readonly ConcurrentQueue<object> _reached = new();
    private ActorSystem _victim = null!;
    private ActorSystem _intruder = null!;
    private ActorSystem _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _victim = _loopback.Start(Network.ForLab(Loopback.Host, 0, Config.Empty));
        await Cluster.Get(_victim).JoinAsync(Network.AddressOf(_victim));
        _victim.ActorOf(Props.Create(() => new Recording(_reached)), Network.LabActor);
        _ = new BlobPayloads(_victim, new BlobOptions());
        _intruder = _loopback.Start(Intruder.Config);
        _client = _loopback.Start();
    }

    public ValueTask DisposeAsync() => _loopback.DisposeAsync();

    [Fact]
    public async Task Messages_should_reach_nobody_when_they_are_not_ours()
    {
        Intruder.Bait.Forget();
        foreach (var path in (string[])["/user/lab", "/user/blobs", "/user", "/system/cluster", "/system/cluster/core/daemon"])
        {
            var target = Intruder.Aim(_intruder, _victim, path);
            target.Tell(PoisonPill.Instance);
            target.Tell(Kill.Instance);
            target.Tell(new Intruder.Bait { Text = "$type" });
            target.Tell("text");
            target.Tell(42);
            target.Tell(new byte[] { 1, 2, 3 });
            target.Tell(new Identify("who"));
            target.Tell(new Status.Failure(new Intruder.Trap()));
            target.Tell(new RoundRobinPool(3));
            target.Tell(ConfigurationFactory.ParseString("a = b"));
            _intruder.ActorSelection($"{Network.AddressOf(_victim)}{path}").Tell(PoisonPill.Instance);
            _intruder.ActorSelection($"{Network.AddressOf(_victim)}{path}").Tell(new Identify("who"));
        }

        _intruder.ActorSelection($"{Network.AddressOf(_victim)}/user/*").Tell(new Identify("all"));

        // Five were made here to be sent; a reader of JSON would have made more.
        await StillAnswers();
        Assert.Empty(_reached);
        Assert.Equal(5, Intruder.Bait.Made);
        Assert.Equal(0, Intruder.Trap.Sprung);
    }

    [Theory]
    [InlineData("Suspend")]
    [InlineData("Terminate")]
    [InlineData("Recreate")]
    [InlineData("Resume")]
    [InlineData("Failed")]
    public async Task System_messages_should_command_nobody(string name)
    {
        var type = typeof(IActorRef).Assembly.GetType($"Akka.Dispatch.SysMsg.{name}")!;
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        var target = (IInternalActorRef)Intruder.Aim(_intruder, _victim, "/user/lab");
        var message = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Argument(parameter, target))]);

        target.SendSystemMessage((Akka.Dispatch.SysMsg.ISystemMessage)message);

        await StillAnswers();
        Assert.Empty(_reached);
        Assert.Equal(0, Intruder.Trap.Sprung);
    }

    [Fact]
    public async Task Actor_should_not_be_made_when_it_is_deployed_from_afar()
    {
        _intruder.ActorOf(Props.Create<Intruder.Implant>()
            .WithDeploy(Deploy.None.WithScope(new RemoteScope(Network.AddressOf(_victim)))), "implant");

        await StillAnswers();
        Assert.Equal(0, Intruder.Implant.Started);
    }

    [Fact]
    public async Task Serializers_should_refuse_what_names_a_type()
    {
        var serialization = _victim.Serialization;
        await StillAnswers();
        foreach (var id in (int[])[0, 1, 2, 3, 4, 17, 36])
        {
            var manifest = typeof(Intruder.Bait).AssemblyQualifiedName!;
            var json = System.Text.Encoding.UTF8.GetBytes($$"""{"$id":"1","Text":"x","$type":"{{manifest}}"}""");
            Assert.Throws<System.Runtime.Serialization.SerializationException>(
                () => serialization.Deserialize(json, id, manifest));
        }

        foreach (var id in (int[])[5, 16, 22, MessageSerializer.Id])
        {
            Assert.Throws<System.Runtime.Serialization.SerializationException>(
                () => serialization.Deserialize([], id, typeof(Intruder.Bait).AssemblyQualifiedName!));
        }
    }

    [Fact]
    public async Task Garbage_and_oversize_frames_should_be_dropped()
    {
        const int seed = 4053;
        var random = new Random(seed);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(Loopback.Host, Network.AddressOf(_victim).Port!.Value, Cancellation);
            var frame = new byte[random.Next(1, 200_000)];
            random.NextBytes(frame);
            if (attempt % 2 == 0)
            {
                // A length that the frame decoder believes, or one beyond every limit.
                BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(0, Math.Min(4, frame.Length)),
                    attempt % 4 == 0 ? frame.Length - 4 : int.MaxValue);
            }

            try
            {
                await socket.GetStream().WriteAsync(frame, Cancellation);
            }
            catch (IOException)
            {
                // It hung up before all was said.
            }
        }

        var large = new byte[4_000_000];
        Intruder.Aim(_intruder, _victim, "/user/lab").Tell(large);
        await StillAnswers();
        Assert.Empty(_reached);
    }

    private static object? Argument(ParameterInfo parameter, IActorRef target) => parameter.ParameterType switch
    {
        var type when type.IsAssignableFrom(typeof(Intruder.Trap)) && type != typeof(object) => new Intruder.Trap(),
        var type when type.IsAssignableFrom(target.GetType()) => target,
        var type when type.IsValueType => Activator.CreateInstance(type),
        _ => null,
    };

    // What the intruder sent before has been dealt with when it is answered, as it all goes over one connection; that may have to
    // be made anew. And the lab is there for others.
    private async Task StillAnswers()
    {
        await Answers(_intruder);
        await Answers(_client);
    }

    private async Task Answers(ActorSystem from)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        bounded.CancelAfter(Bound);
        while (true)
        {
            try
            {
                var lab = Network.Lab(from, Network.AddressOf(_victim));
                var answer = await lab.Ask<object>(new LabProtocol.GetDocument("1"), TimeSpan.FromSeconds(1), bounded.Token);
                Assert.Equal(new LabProtocol.Denied("none"), answer);
                return;
            }
            catch (AskTimeoutException)
            {
                bounded.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
