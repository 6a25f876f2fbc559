using Akka.Actor;
using Akka.Configuration;
using Secant.Actors.Journal;

namespace Secant.Actors.Tests.Journal;

/// <summary>A real store and a real actor system upon it, ended in the right order.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private StoreSession(Store store, ActorSystem system)
    {
        Store = store;
        System = system;
        Chunks = new ChunkStore(system, TimeSpan.FromSeconds(20));
    }

    public Store Store { get; }

    public ActorSystem System { get; }

    public ChunkStore Chunks { get; }

    public static StoreSession Open(string folder, bool takesUpAll = false)
    {
        var store = Store.Open(new StoreOptions { Folder = folder, Command = "secant test", TakesUpAll = takesUpAll });
        var config = ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        return new StoreSession(store, ActorSystem.Create("journal", store.Setup(config)));
    }

    public IActorRef Recorder(string persistenceId, string? name = null) =>
        System.ActorOf(Props.Create(() => new Recorder(persistenceId)), name);

    public async Task PersistAsync(string persistenceId, params IEvent[] events)
    {
        var recorder = Recorder(persistenceId);
        foreach (var entry in events)
        {
            await recorder.Ask<Recorder.Done>(entry, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }

        await recorder.GracefulStop(TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        Chunks.Dispose();
        await System.Terminate();
        Store.Dispose();
    }
}
