using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Journal;

public sealed class PersistedActorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Actor_should_recover_every_event_when_the_process_starts_anew()
    {
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("all", [.. Samples.Events]);
        }

        await using var again = StoreSession.Open(_folder.Path);
        var recovered = await again.RecoverAsync("all");

        Assert.Equal(Samples.Events.Select(Text), recovered.Select(Text));
    }

    [Fact]
    public async Task Actor_should_recover_every_event_when_it_starts_anew_in_the_same_system()
    {
        await using var session = StoreSession.Open(_folder.Path);
        await session.PersistAsync("lab", Samples.Events[0], Samples.Events[1]);

        var recovered = await session.RecoverAsync("lab");

        Assert.Equal([Samples.Events[0], Samples.Events[1]], recovered);
    }

    [Fact]
    public async Task Actor_should_be_refused_when_it_persists_what_has_no_serializer_of_ours()
    {
        await using var session = StoreSession.Open(_folder.Path);

        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => StoreSession.PersistAsync(session.Recorder("odd"), new Recorder.Unbound("x")));

        Assert.Contains("JSON is switched off", error.ToString(), StringComparison.Ordinal);
    }

    private static string Text(IEvent entry) =>
        $"{entry.GetType().Name} {System.Text.Json.JsonSerializer.Serialize(entry, entry.GetType())}";
}
