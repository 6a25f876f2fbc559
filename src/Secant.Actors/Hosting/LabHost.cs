using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Secant.Actors.Checkpoints;
using Secant.Actors.Coordination;
using Secant.Actors.Journal;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core;
using Secant.Core.Training;
using Secant.Lab.Contracts;

namespace Secant.Actors.Hosting;

/// <summary>The lab as a process of its own, for nodes and clients on the network.</summary>
public sealed class LabHost : IAsyncDisposable
{
    // Checkpoints need answers from other machines.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly Store _store;
    private readonly ActorSystem _system;
    private readonly ChunkStore _chunks;
    private readonly LocalAsk _lab;

    private LabHost(Store store, ActorSystem system, ChunkStore chunks, LocalAsk lab)
    {
        _store = store;
        _system = system;
        _chunks = chunks;
        _lab = lab;
    }

    /// <summary>The store's folder.</summary>
    public string StoreFolder => _store.Folder;

    /// <summary>Where it listens.</summary>
    public required HostAddress Address { get; init; }

    /// <summary>Opens the store, listens, and takes up all that is unfinished.</summary>
    /// <exception cref="SecantException">The address is not usable, or the store cannot be opened.</exception>
    public static async Task<LabHost> StartAsync(LabHostOptions options, CancellationToken cancellation)
    {
        var bind = options.Bind.Located();
        bind.RequireOneAddress();
        bind.RequireListenable(
            options.IsInsecure, "use the lab",
                $"another lab may run there: 'secant status --join {options.Bind}' shows it, or bind to another port");
        var store = Store.Open(new StoreOptions
        {
            Folder = options.StoreFolder,
            Command = options.Command,
            TakesUpAll = true,
            Rules = options.StoreRules
        });
        ActorSystem? system = null;
        try
        {
            var config = ConfigurationFactory.ParseString($"akka.loglevel = {options.LogLevel}")
                .WithFallback(Network.ForLab(bind.Host, bind.Port, options.Akka, options.Patience.Longest));
            system = Systems.Create(store.Setup(config), options.Akka);
            var address = bind with { Port = Network.AddressOf(system).Port ?? bind.Port };
            if (bind.Port == 0)
            {
                await Cluster.Get(system).JoinAsync(Network.AddressOf(system), cancellation).ConfigureAwait(false);
            }

            var payloads = new BlobPayloads(system, new BlobOptions());
            var chunks = new ChunkStore(system) { Store = store };
            var library = new LabLibrary(options.Data, options.Cache, options.Limits, store.Folder);
            var probe = BitProbe.Fingerprint();
            var lab = system.ActorOf(
                LabKeeper.Props(new LabSettings
                {
                    Name = options.Name,
                    Address = address.ToString(),
                    TakesUpAll = true,
                    Instance = store.Instance,
                    Build = BuildInformation.Current,
                    Chunks = chunks,
                    Payloads = payloads,
                    Library = library,
                    Run = options.Run,
                    Time = TimeProvider.System,
                    Probe = probe,
                    RoundTrip = 0.0005,
                    NodePatience = options.Patience.Node,
                    LongestPatience = options.Patience.Longest,
                }),
                Network.LabActor);
            system.ActorOf(Props.Create(() => new ClusterWatch(lab)), "watch");
            var ask = new LocalAsk(lab, "the lab");
            await LabStart.WaitAsync(ask, cancellation).ConfigureAwait(false);
            if (options.Cores > 0)
            {
                var offer = new NodeSettings
                {
                    Name = NodeName.OfMachine,
                    Instance = Guid.NewGuid().ToString("N"),
                    Cores = options.Cores,
                    Build = BuildInformation.Current,
                    Probe = probe,
                    Speed = SpeedProbe.SampleUnitsPerSecond(),
                };
                await OwnNode.StartAsync(system, offer, library, payloads, lab, ask, cancellation).ConfigureAwait(false);
            }

            return new LabHost(store, system, chunks, ask) { Address = address };
        }
        catch
        {
            if (system is not null)
            {
                await system.Terminate().ConfigureAwait(false);
            }

            store.Dispose();
            throw;
        }
    }

    /// <summary>How the lab is.</summary>
    public async Task<StatusDocument> StatusAsync(CancellationToken cancellation) =>
        (await _lab.AskAsync<LabProtocol.Status>(new LabProtocol.GetStatus(), cancellation).ConfigureAwait(false)).Value;

    /// <summary>Has every running experiment take a checkpoint and stop.</summary>
    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _lab.AskAsync<LabProtocol.Done>(new LabActor.Stop(), patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SecantException)
        {
            // What the last checkpoints hold is safe all the same.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lab.Dispose();
        await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance).ConfigureAwait(false);
        _chunks.Dispose();
        _store.Dispose();
    }
}
