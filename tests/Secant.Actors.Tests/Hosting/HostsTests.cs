using System.Net;
using System.Net.Sockets;
using Secant.Actors.Hosting;
using Secant.Actors.Tests.Journal;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Tests.Runs;

namespace Secant.Actors.Tests.Hosting;

/// <summary>Lab, nodes and client over sockets: every loss and every bit is the reference trainer's.</summary>
public sealed class HostsTests : IDisposable
{
    // No test waits for its end.
    private static readonly ExperimentSpec Endless = HostsSession.Spec(iterations: 1_000_000, evaluateEvery: 1_000_000);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Systems_should_keep_every_loss_and_bit_however_many_there_are(int nodes)
    {
        await using var session = await HostsSession.StartAsync(_folder.Path);
        await Task.WhenAll(Enumerable.Range(1, nodes).Select(node => session.JoinAsync($"n{node}")));

        var spec = HostsSession.Spec(iterations: 60, evaluateEvery: 1);
        var document = await session.EndInReferenceBitsAsync(await session.SubmitAsync(spec, nodes), spec);

        // On a crowded machine one of them may be given up on the way.
        Assert.InRange(document.Nodes!.Value, 1, nodes);
    }

    [Fact]
    public async Task Systems_should_find_each_other_by_addresses_of_version_6()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "no version 6 here");
        await using var session = await HostsSession.StartAsync(_folder.Path, "::1");
        await session.JoinAsync("n1");

        var spec = HostsSession.Spec(iterations: 10, evaluateEvery: 5);
        await session.EndInReferenceBitsAsync(await session.SubmitAsync(spec), spec);

        Assert.StartsWith("[::1]:", session.Lab.Address.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task System_that_joins_should_take_a_share_and_one_that_leaves_hand_it_over()
    {
        await using var session = await HostsSession.StartAsync(_folder.Path);
        await session.JoinAsync("n1");
        var id = await session.SubmitAsync(Endless, nodes: 2);
        await session.UntilAsync(id, document => document.Iteration >= 20);
        var leave = await session.JoinAsync("n2");
        await session.UntilAsync(id, document => document.Nodes == 2);
        await leave();

        var alone = await session.UntilAsync(id, document => document.Nodes == 1);
        ReferenceRun.AssertUnderWay(Endless, HostsSession.Digits,
            await session.UntilAsync(id, document => document.Iteration > alone.Iteration));
    }

    [Fact]
    public async Task System_that_ends_without_a_word_should_be_replaced()
    {
        await using var session = await HostsSession.StartAsync(_folder.Path);
        await session.JoinAsync("n1");
        var mortal = await session.JoinMortalAsync("n2");
        var id = await session.SubmitAsync(Endless, nodes: 2);
        await session.UntilAsync(id, document => document is { Iteration: >= 20, Nodes: 2 });
        await mortal.Terminate();

        var alone = await session.UntilAsync(id, document => document is { Nodes: 1, Recoveries: > 0 });
        ReferenceRun.AssertUnderWay(Endless, HostsSession.Digits,
            await session.UntilAsync(id, document => document.Iteration > alone.Iteration));
    }

    [Fact]
    public async Task Damaged_caches_should_be_filled_again_by_whoever_has_the_data()
    {
        var spec = HostsSession.Spec(iterations: 5, evaluateEvery: 1);
        await RunOnceAsync();
        foreach (var cache in (string[])["lab-cache", "node-cache"])
        {
            var files = Directory.GetFiles(_folder[cache], "train-images*", SearchOption.AllDirectories);
            var bytes = await File.ReadAllBytesAsync(Assert.Single(files), TestContext.Current.CancellationToken);
            bytes[^1] ^= 1;
            await File.WriteAllBytesAsync(files[0], bytes, TestContext.Current.CancellationToken);
        }

        await RunOnceAsync();
        Assert.NotNull(HostsSession.LabCache(_folder.Path).Find(spec.DataSha256, "again"));
        Assert.NotNull(HostsSession.NodeCache(_folder.Path).Find(spec.DataSha256, "again"));

        async Task RunOnceAsync()
        {
            await using var session = await HostsSession.StartAsync(_folder.Path);
            await session.JoinAsync("n1");
            await session.EndInReferenceBitsAsync(await session.SubmitAsync(spec), spec);
        }
    }

    [Fact]
    public async Task Node_that_is_to_try_once_should_say_in_one_line_that_there_is_no_lab()
    {
        await using var session = await HostsSession.StartAsync(_folder.Path);
        var nowhere = new HostAddress("127.0.0.1", FreePort());
        var options = session.NodeOptions("n1") with { Join = nowhere, IsOnce = true, OncePatience = TimeSpan.FromSeconds(1) };

        var fault = await Assert.ThrowsAsync<SecantException>(
            () => new NodeHost(options, _ => { }).RunAsync(CancellationToken.None));

        Assert.Equal(Failure.Lab, fault.Failure);
        Assert.StartsWith($"no lab at {nowhere}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_should_wait_where_its_lab_cannot_be_found_and_say_so_once()
    {
        await using var session = await HostsSession.StartAsync(_folder.Path);
        var said = new List<string>();
        var isSaid = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leave = new CancellationTokenSource();
        var options = session.NodeOptions("n1") with { Join = new HostAddress("no-such-host.invalid", 4053) };
        var waiting = new NodeHost(options, line =>
        {
            said.Add(line);
            _ = said.Count == 2 && isSaid.TrySetResult();
        }).RunAsync(leave.Token);

        await isSaid.Task.WaitAsync(HostsSession.Patience, TestContext.Current.CancellationToken);
        await leave.CancelAsync();
        await waiting.WaitAsync(HostsSession.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(2, said.Count);
        Assert.StartsWith("host 'no-such-host.invalid' has no address", said[1], StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
