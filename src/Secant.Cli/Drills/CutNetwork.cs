using System.Diagnostics;
using System.Globalization;
using Secant.Lab.Contracts;

namespace Secant.Cli.Drills;

/// <summary>
/// The link between the lab and its worker is cut for some seconds and mended. The lab is known by the relay's port; the worker
/// is known by an address at which nobody listens, as that of a machine that lets nobody in, so that there is no other way than
/// the relay.
/// </summary>
internal sealed class CutNetwork : Drill
{
    // Longer than either side waits for the other.
    private static readonly TimeSpan CutTime = TimeSpan.FromSeconds(8);

    private Relay? _relay;

    public override string Name => "cut-network";

    public override string Summary =>
        $"the link to a worker is cut for {CutTime.TotalSeconds} s; the lab's own machine computes, too";

    public override Task<DrillLab> StartAsync(string folder, Action<HappeningDocument> saw, CancellationToken cancellation)
    {
        var port = Relay.FreePort();
        var relay = _relay = new Relay(port);
        var setup = new DrillSetup(folder)
        {
            Workers = 1,
            LabCores = 1,
            Port = port,
            LabSettings = string.Create(CultureInfo.InvariantCulture, $$"""
                akka.remote.dot-netty.tcp { public-hostname = "127.0.0.1", public-port = {{relay.Port}} }
                akka.cluster.seed-nodes = ["akka.tcp://secant@127.0.0.1:{{relay.Port}}"]

                """),
            WorkerSettings = """
                akka.remote.dot-netty.tcp { hostname = "127.0.0.1", public-hostname = "127.0.0.2" }

                """,
        };
        return DrillLab.StartAsync(setup, saw, relay.SpareConnected, cancellation);
    }

    public override async Task<TimeSpan> BreakAsync(DrillLab lab, Action<string> say, CancellationToken cancellation)
    {
        var joined = lab.Workers[0].Count(DrillLab.Joined);
        await lab.HasSliceAsync("w1", cancellation).ConfigureAwait(false);
        var pass = await lab.PassAsync(cancellation).ConfigureAwait(false);
        var since = Stopwatch.GetTimestamp();
        _relay!.Cut();
        say($"pass {pass}: cut the link to w1");
        var took = await lab.GoesOnAsync(pass, since, cancellation).ConfigureAwait(false);
        var rest = CutTime - Stopwatch.GetElapsedTime(since);
        await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, cancellation).ConfigureAwait(false);
        _relay.Mend();
        await lab.Workers[0].LineAsync(DrillLab.Joined, joined + 1, cancellation).ConfigureAwait(false);
        say("mended it; w1 joined again by itself");
        return took;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        if (_relay is not null)
        {
            await _relay.DisposeAsync().ConfigureAwait(false);
        }
    }
}
