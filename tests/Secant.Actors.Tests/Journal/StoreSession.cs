using Akka.Actor;
using Akka.Configuration;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Journal;

/// <summary>A real store and a real actor system upon it, ended in the right order.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private StoreSession(Store store, ActorSystem system)
    {
        Store = store;
        System = system;
        Chunks = new ChunkStore(system, Patience) { Store = store };
    }

    public Store Store { get; }

    public ActorSystem System { get; }

    public ChunkStore Chunks { get; }

    public static StoreSession Open(string folder, bool takesUpAll = false, StoreRules? rules = null)
    {
        var store = Store.Open(new StoreOptions
        {
            Folder = folder,
            Command = "secant test",
            TakesUpAll = takesUpAll,
            Rules = rules ?? new StoreRules()
        });
        var config = ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        return new StoreSession(store, ActorSystem.Create("journal", store.Setup(config)));
    }

    public IActorRef Recorder(string persistenceId) => System.ActorOf(Props.Create(() => new Recorder(persistenceId)));

    public async Task PersistAsync(string persistenceId, params IEvent[] events)
    {
        var recorder = Recorder(persistenceId);
        foreach (var entry in events)
        {
            await PersistAsync(recorder, entry);
        }

        await recorder.GracefulStop(Patience);
    }

    public static async Task PersistAsync(IActorRef recorder, object entry)
    {
        if (await recorder.Ask(entry, Patience, TestContext.Current.CancellationToken) is Status.Failure failure)
        {
            throw failure.Cause;
        }
    }

    public Task<IEvent[]> RecoverAsync(string persistenceId) =>
        Recorder(persistenceId).Ask<IEvent[]>(new Recorder.Tell(), Patience, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Chunks.Dispose();
        await System.Terminate();
        Store.Dispose();
    }
}
