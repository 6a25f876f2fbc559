using Akka.Actor;
using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Training;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using Secant.Lab.Tests.Contracts;
using Secant.Lab.Tests.Runs;

namespace Secant.Actors.Tests.Hosting;

/// <summary>A lab, its nodes and a client, each an actor system of its own with sockets on loopback, all in this
/// process.</summary>
internal sealed class HostsSession : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly List<(CancellationTokenSource Leave, Task Serving)> _nodes = [];
    private readonly string _folder;

    private HostsSession(string folder, LabHost lab)
    {
        _folder = folder;
        Lab = lab;
        Client = LabClient.Connect(lab.Address, "OFF", Config.Empty);
    }

    /// <summary>Made-up digits, with the checksum that they have on the wire.</summary>
    public static DataSet Digits { get; } =
        DataSet.FromIdx("made-up", MadeUpDigits.Create(seed: 5, rows: 4, columns: 5, train: 60, test: 30, classes: 3).ToIdx());

    public LabHost Lab { get; }

    public LabClient Client { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HostsSession> StartAsync(string folder, string host = "localhost") =>
        new(folder, await LabHost.StartAsync(
        new LabHostOptions
        {
            Bind = new HostAddress(host, 0),
            IsInsecure = false,
            Name = "test",
            StoreFolder = Path.Combine(folder, "store"),
            Cores = 0,
            Command = "secant test",
            Run = new RunSettings
            {
                CheckpointInterval = TimeSpan.FromMilliseconds(200),
                CheckpointCostLimit = 0.5,
                StartPatience = Patience,
                BalanceInterval = TimeSpan.FromHours(1),

                // A node of a loaded machine is late now and then; who is lost is noticed otherwise.
                SliceDeadline = Patience,
            },
            Data = new DataCatalogue(new DataCatalogueOptions { CacheFolder = Path.Combine(folder, "data") }),
            Cache = LabCache(folder),
            Limits = new SpecLimits(),
            LogLevel = "OFF",
            Akka = Config.Empty,
        },
        Cancellation));

    public static DataCache LabCache(string folder) => new(Path.Combine(folder, "lab-cache"));

    public static DataCache NodeCache(string folder) => new(Path.Combine(folder, "node-cache"));

    public static ExperimentSpec Spec(int iterations, int evaluateEvery) => new()
    {
        Iterations = iterations,
        BatchSize = 4,
        LearningRate = 0.05,
        HiddenSize = 112,
        EvaluateEvery = evaluateEvery,
        Data = Digits.Name,
        DataSha256 = Digits.Sha256,
    };

    /// <summary>A node as a process has it; done once the lab has taken it in.</summary>
    /// <returns>Has the node hand over what it holds and leave.</returns>
    public async Task<Func<Task>> JoinAsync(string name)
    {
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new CancellationTokenSource();
        var host = new NodeHost(NodeOptions(name),
            line => _ = line.StartsWith("joined", StringComparison.Ordinal) && joined.TrySetResult());
        var serving = Task.Run(() => host.RunAsync(leave.Token), Cancellation);
        _nodes.Add((leave, serving));
        await joined.Task.WaitAsync(Patience, Cancellation);
        return async () =>
        {
            await leave.CancelAsync();
            await serving.WaitAsync(Patience, Cancellation);
        };
    }

    public NodeHostOptions NodeOptions(string name) => new()
    {
        Join = Lab.Address,
        Name = name,
        Cores = 1,
        IsOnce = false,
        IsInsecure = false,
        Cache = NodeCache(_folder),
        LogLevel = "OFF",
        Akka = Config.Empty,
    };

    /// <summary>A node whose actor system can be ended without a word.</summary>
    public async Task<ActorSystem> JoinMortalAsync(string name)
    {
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var system = ActorSystem.Create(
            Network.SystemName, ConfigurationFactory.ParseString("akka.loglevel = OFF")
                .WithFallback(Network.ForNode("127.0.0.1", Lab.Address.ToAkka(), Config.Empty)));
        var payloads = new BlobPayloads(system, new BlobOptions());
        var lab = Network.Lab(system, Lab.Address.ToAkka());
        var settings = new NodeSettings
        {
            Name = name,
            Instance = Guid.NewGuid().ToString("N"),
            Cores = 1,
            Build = Samples.Build,
            Probe = BitProbe.Fingerprint(),
            Speed = 5e6,
            Joined = _ => joined.TrySetResult(),
        };
        system.ActorOf(Node.Props(settings, new RemoteData(lab, payloads, NodeCache(_folder)), payloads, lab), "node");
        await joined.Task.WaitAsync(Patience, Cancellation);
        return system;
    }

    public Task<string> SubmitAsync(ExperimentSpec spec, int? nodes = null) =>
        Client.SubmitAsync(new Submission(spec, Digits, Nodes: nodes), Cancellation);

    /// <summary>The document as soon as it is as wished.</summary>
    public async Task<ExperimentDocument> UntilAsync(string id, Func<ExperimentDocument, bool> isThere)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var document = await Client.DocumentAsync(id, Cancellation);
            if (isThere(document))
            {
                return document;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"{document}");
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    /// <summary>Waits for the end, and compares every point and bit with the reference trainer's.</summary>
    public async Task<ExperimentDocument> EndInReferenceBitsAsync(string id, ExperimentSpec spec)
    {
        var document = await UntilAsync(id, document => ExperimentStates.IsEnd(document.State));
        var expected = ReferenceRun.Of(spec, Digits);
        Assert.True(document.State == ExperimentStates.Completed, document.Reason);
        Assert.Equal(expected.Fingerprints[^1], document.Fingerprint);
        Assert.Equal(expected.Curve, document.Curve);
        return document;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (leave, serving) in _nodes)
        {
            await leave.CancelAsync();
            await serving.WaitAsync(Patience, CancellationToken.None);
            leave.Dispose();
        }

        await Client.DisposeAsync();
        await Lab.DisposeAsync();
    }
}
