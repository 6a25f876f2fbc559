using Akka.Actor;
using Akka.Actor.Dsl;
using Secant.Actors.Hosting;
using Secant.Core;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Tests.Hosting;

public sealed class LocalAskTests : IDisposable
{
    private readonly ActorSystem _system =
        ActorSystem.Create("ask", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.actor.ask-timeout = 1ms");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task Answer_may_come_whenever_it_comes()
    {
        var asked = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = _system.ActorOf(dsl => dsl.ReceiveAny((_, context) => asked.TrySetResult(context.Sender)));
        using var ask = new LocalAsk(actor, "the actor");
        var answer = ask.AskAsync<string>("question", Cancellation);

        (await asked.Task).Tell("answer");

        Assert.Equal("answer", await answer);
    }

    [Fact]
    public async Task Wait_should_end_with_the_actor()
    {
        var actor = _system.ActorOf(dsl => dsl.ReceiveAny((_, _) => { }));
        using var ask = new LocalAsk(actor, "the actor");
        var answer = ask.AskAsync<string>("question", Cancellation);
        _system.Stop(actor);

        var ended = await Assert.ThrowsAsync<SecantException>(() => answer);

        Assert.Equal(Failure.Work, ended.Failure);
        Assert.StartsWith("the actor has ended", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_should_end_when_it_is_cancelled()
    {
        var actor = _system.ActorOf(dsl => dsl.ReceiveAny((_, _) => { }));
        using var ask = new LocalAsk(actor, "the actor");
        using var leave = new CancellationTokenSource();
        var answer = ask.AskAsync<string>("question", leave.Token);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }
}
