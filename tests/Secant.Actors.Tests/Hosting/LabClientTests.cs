using Akka.Actor;
using Akka.Actor.Dsl;
using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Tests.Hosting;

/// <summary>A client and a lab that takes what it is told and says nothing, on loopback.</summary>
public sealed class LabClientTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create(Network.SystemName, Network.ForLab("127.0.0.1", 0, Config.Empty));
    private readonly LabClient _client;
    private readonly string _address;

    public LabClientTests()
    {
        var status = new LabProtocol.Status(new StatusDocument(new LabDocument("test", "", Samples.Build, ""), [], []));
        _system.ActorOf(dsl => dsl.Receive<LabProtocol.GetStatus>((_, context) => context.Sender.Tell(status)), Network.LabActor);
        _address = $"127.0.0.1:{Network.AddressOf(_system).Port}";
        _client = LabClient.Connect(HostAddress.Parse(_address), "OFF", Config.Empty,
            new PatienceOptions { Answer = TimeSpan.FromSeconds(2) });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _system.Terminate();
    }

    [Fact]
    public async Task Change_without_an_answer_should_be_said_to_be_possible_and_how_to_see_it()
    {
        await _client.StatusAsync(Cancellation);
        (Func<Task> Ask, string What)[] changes =
        [
            (() => _client.ChangeAsync("7", LabProtocol.ChangeKind.Cancel, Cancellation),
                $"it may be done all the same: 'secant show 7 --join {_address}' tells"),
            (() => _client.DrainAsync("n1", Cancellation),
                $"it may be done all the same: 'secant status --join {_address}' tells"),
            (() => _client.DocumentAsync("7", Cancellation),
                $"start one with 'secant coordinator --bind {_address}', or check the address"),
        ];
        var faults = await Task.WhenAll(changes.Select(change => Assert.ThrowsAsync<SecantException>(change.Ask)));

        Assert.All(faults.Zip(changes, (fault, change) => (Fault: fault, change.What)), pair =>
        {
            Assert.Equal(Failure.Lab, pair.Fault.Failure);
            Assert.StartsWith($"no lab answers at {_address}", pair.Fault.Message, StringComparison.Ordinal);
            Assert.EndsWith($"; {pair.What}", pair.Fault.Message, StringComparison.Ordinal);
        });
    }
}
