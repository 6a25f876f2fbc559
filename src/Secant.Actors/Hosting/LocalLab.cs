using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Configuration;
using Secant.Actors.Checkpoints;
using Secant.Actors.Coordination;
using Secant.Actors.Journal;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core;
using Secant.Lab.Contracts;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>A lab and its one node in this process: the same actors as on many machines, without sockets.</summary>
public sealed class LocalLab : ILab
{
    /// <summary>Samples times units a second of a core. Nothing compares speeds of one node: a desktop's keeps the planner's
    /// figures sensible.</summary>
    public const double SpeedPerCore = 5e6;

    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(100);

    private readonly Store _store;
    private readonly ActorSystem _system;
    private readonly ChunkStore _chunks;
    private readonly LocalAsk _lab;
    private readonly LabLibrary _library;

    private LocalLab(Store store, ActorSystem system, ChunkStore chunks, LocalAsk lab, LabLibrary library)
    {
        _store = store;
        _system = system;
        _chunks = chunks;
        _lab = lab;
        _library = library;
    }

    /// <summary>Opens the store and starts the actors.</summary>
    /// <exception cref="SecantException">The store cannot be opened.</exception>
    public static async Task<LocalLab> StartAsync(LocalLabOptions options, CancellationToken cancellation)
    {
        var store = Store.Open(new StoreOptions
        {
            Folder = options.StoreFolder,
            Command = options.Command,
            TakesUpAll = options.TakesUpAll,
            Rules = options.StoreRules
        });
        ActorSystem? system = null;
        try
        {
            var config = ConfigurationFactory.ParseString($"akka.loglevel = {options.LogLevel}")
                .WithFallback(options.Akka)
                .WithFallback(ConfigurationFactory.FromResource<LocalLab>("Secant.Actors.Hosting.local.hocon"));
            system = Systems.Create(store.Setup(config), options.Akka);
            var chunks = new ChunkStore(system) { Store = store };
            var library = new LabLibrary(options.Data, cache: null, options.Limits, store.Folder);
            var payloads = new InlinePayloads();
            const string probe = "one process needs no comparison";
            var lab = system.ActorOf(
                LabKeeper.Props(new LabSettings
                {
                    Name = "local",
                    Address = "this process",
                    TakesUpAll = false,
                    Instance = store.Instance,
                    Build = BuildInformation.Current,
                    Chunks = chunks,
                    Payloads = payloads,
                    Library = library,
                    Run = options.Run,
                    Time = options.Time,
                    Probe = probe,
                    NodePatience = null,
                }),
                "lab");
            var ask = new LocalAsk(lab, "the lab of this process");
            await LabStart.WaitAsync(ask, cancellation).ConfigureAwait(false);
            var offer = new NodeSettings
            {
                Name = NodeName.OfMachine,
                Instance = store.Instance,
                Cores = options.Cores,
                Build = BuildInformation.Current,
                Probe = probe,
                Speed = SpeedPerCore,
            };
            await OwnNode.StartAsync(system, offer, library, payloads, lab, ask, cancellation).ConfigureAwait(false);
            return new LocalLab(store, system, chunks, ask, library);
        }
        catch
        {
            await EndAsync(system, store).ConfigureAwait(false);
            throw;
        }
    }

    public async Task<string> SubmitAsync(Submission submission, CancellationToken cancellation)
    {
        if (submission.Data is { } data)
        {
            _library.Add(data);
        }

        var request = new LabProtocol.Submit(SpecRecord.From(submission.Spec), submission.Note, submission.Nodes,
            submission.Filing, submission.Forecast);
        var answer = await _lab.AskAsync<object>(request, cancellation).ConfigureAwait(false);
        return answer switch
        {
            LabProtocol.Submitted submitted => submitted.Id,
            LabProtocol.Denied denied => throw denied.ToException(),
            LabProtocol.NotStored failed => throw new SecantException(Failure.Store, failed.Reason),
            _ => throw new InvalidOperationException($"the lab answered {answer}"),
        };
    }

    /// <summary>Takes up unfinished experiments.</summary>
    /// <param name="id">One of them; null is all.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The ids, oldest first.</returns>
    public async Task<IReadOnlyList<string>> ResumeAsync(string? id, CancellationToken cancellation) =>
        (await _lab.AskAsync<LabActor.TakenUp>(new LabActor.TakeUp(id), cancellation).ConfigureAwait(false)).Ids;

    public async Task FileAsync(string id, FilingRecord filing, CancellationToken cancellation)
    {
        var answer = await _lab.AskAsync<object>(new LabProtocol.FileUnder(id, filing), cancellation).ConfigureAwait(false);
        switch (answer)
        {
            case LabProtocol.Denied denied:
                throw denied.ToException();
            case LabProtocol.NotStored failed:
                throw new SecantException(Failure.Store, failed.Reason);
        }
    }

    public async Task<ExperimentDocument> DocumentAsync(string id, CancellationToken cancellation)
    {
        var answer = await _lab.AskAsync<object>(new LabProtocol.GetDocument(id), cancellation).ConfigureAwait(false);
        return answer switch
        {
            LabProtocol.Document { StoreError: { } error } =>
                throw new SecantException(Failure.Store, $"{error}; 'secant resume {id}' goes on from the last checkpoint"),
            LabProtocol.Document found => found.Value,
            LabProtocol.Denied denied => throw denied.ToException(),
            LabProtocol.NotStored failed => throw new SecantException(Failure.Store, failed.Reason),
            _ => throw new InvalidOperationException($"the lab answered {answer}"),
        };
    }

    public async IAsyncEnumerable<ExperimentDocument> FollowAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(FollowInterval);
        while (true)
        {
            var document = await DocumentAsync(id, cancellation).ConfigureAwait(false);
            yield return document;
            if (ExperimentStates.IsEnd(document.State) || document.State == ExperimentStates.Interrupted
                || ExperimentStates.IsStuck(document))
            {
                yield break;
            }

            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Has every running experiment take a checkpoint and stop.</summary>
    public async Task StopAsync()
    {
        try
        {
            await _lab.AskAsync<LabProtocol.Done>(new LabActor.Stop(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (SecantException)
        {
            // What the last checkpoint holds is safe all the same.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lab.Dispose();
        await EndAsync(_system, _store).ConfigureAwait(false);
        _chunks.Dispose();
    }

    private static async Task EndAsync(ActorSystem? system, Store store)
    {
        if (system is not null)
        {
            await system.Terminate().ConfigureAwait(false);
        }

        store.Dispose();
    }
}
