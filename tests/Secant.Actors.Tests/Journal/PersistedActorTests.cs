using Akka.Actor;
using Secant.Actors.Journal;

namespace Secant.Actors.Tests.Journal;

public sealed class PersistedActorTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Actor_should_recover_every_event_when_the_process_starts_anew()
    {
        await using (var session = StoreSession.Open(folder.Path))
        {
            await session.PersistAsync("all", [.. Samples.Events]);
        }

        await using var again = StoreSession.Open(folder.Path);
        var recovered = await again.Recorder("all").Ask<IEvent[]>(new Recorder.Tell(), TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(Samples.Events.Select(entry => entry.GetType()), recovered.Select(entry => entry.GetType()));
    }

    [Fact]
    public async Task Actor_should_recover_every_event_when_it_is_restarted_in_the_same_system()
    {
        await using var session = StoreSession.Open(folder.Path);
        await session.PersistAsync("lab", Samples.Events[0], Samples.Events[1]);

        var recovered = await session.Recorder("lab").Ask<IEvent[]>(new Recorder.Tell(), TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(Samples.Events[1], recovered[1]);
    }

    [Fact]
    public async Task Actor_should_be_stopped_when_it_persists_what_has_no_serializer_of_ours()
    {
        await using var session = StoreSession.Open(folder.Path);
        var recorder = session.Recorder("odd");

        var answer = recorder.Ask<Recorder.Done>(new Recorder.Unbound("x"), TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<Exception>(() => answer);
    }
}
