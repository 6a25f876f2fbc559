using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Actors.Tests.Journal;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Runs;

namespace Secant.Actors.Tests.Hosting;

public sealed class LocalLabTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Local_lab_should_end_with_the_reason_when_it_refuses_its_own_node()
    {
        var options = Options(cores: 4097);
        var fault = await Assert.ThrowsAsync<SecantException>(
            () => LocalLab.StartAsync(options, TestContext.Current.CancellationToken));
        Assert.Equal(Failure.Lab, fault.Failure);
        Assert.StartsWith("the lab refused this machine's own node: the node lends 4097 cores", fault.Message,
            StringComparison.Ordinal);

        // The store is free again.
        await using var lab = await LocalLab.StartAsync(options with { Cores = 1 }, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("akka.actor.provider = nonsense")]
    [InlineData("akka.actor.default-dispatcher.throughput = many")]
    [InlineData("akka.loggers = [nope]")]
    public async Task Local_lab_should_name_the_section_that_akka_does_not_take(string section)
    {
        var options = Options(cores: 1) with { Akka = ConfigurationFactory.ParseString(section) };
        var fault = await Assert.ThrowsAsync<SecantException>(
            () => LocalLab.StartAsync(options, TestContext.Current.CancellationToken));
        Assert.Equal(Failure.Usage, fault.Failure);
        Assert.StartsWith("the actors do not start with the section akka of the configuration: ", fault.Message,
            StringComparison.Ordinal);
    }

    private LocalLabOptions Options(int cores) => new()
    {
        StoreFolder = _folder.Path,
        Cores = cores,
        Command = "test",
        TakesUpAll = false,
        Run = new RunSettings(),
        Data = new DataCatalogue(),
        Limits = new SpecLimits(),
    };
}
