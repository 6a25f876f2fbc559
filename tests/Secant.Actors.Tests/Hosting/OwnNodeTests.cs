using Secant.Actors.Coordination;
using Secant.Actors.Hosting;
using Secant.Actors.Tests.Journal;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;

namespace Secant.Actors.Tests.Hosting;

public sealed class OwnNodeTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Local_lab_should_end_with_the_reason_when_it_refuses_its_own_node()
    {
        var options = new LocalLabOptions
        {
            StoreFolder = folder.Path,
            Cores = 4097,
            Command = "test",
            TakesUpAll = false,
            Run = new RunSettings(),
            Data = new DataCatalogue(),
            Limits = new SpecLimits(),
        };
        var fault = await Assert.ThrowsAsync<SecantException>(() => LocalLab.StartAsync(options, TestContext.Current.CancellationToken));
        Assert.Equal(Failure.Lab, fault.Failure);
        Assert.StartsWith("the lab refused this machine's own node: the node lends 4097 cores", fault.Message, StringComparison.Ordinal);

        // The store is free again.
        await using var lab = await LocalLab.StartAsync(options with { Cores = 1 }, TestContext.Current.CancellationToken);
    }
}
