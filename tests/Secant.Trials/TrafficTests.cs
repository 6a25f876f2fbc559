using System.Diagnostics;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>What a pass costs on the wire does not grow with the net.</summary>
[Collection(RealProcesses.Name)]
public sealed class TrafficTests
{
    // Neither checkpoint nor change of the split while bytes are counted.
    private const string Calm = "secant { checkpoint.interval = 1h, slices.balance-interval = 1h, slices.deadline = 1m }";

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    [Fact(Timeout = 600_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Traffic_of_a_pass_should_be_the_same_for_a_small_and_a_large_net()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ss counts bytes at the socket on Linux only");
        var trial = new Trial("traffic of a pass and node, B 64");
        await using var lab = await LabOfProcesses.StartAsync(Calm);
        await lab.StaffAsync(2);
        var before = await BytesAsync(lab);
        await Task.Delay(Idle, TestContext.Current.CancellationToken);
        var idleRate = (await BytesAsync(lab) - before) / Idle.TotalSeconds;

        var small = await OfPassAsync(lab, 75, passes: 2_000, idleRate);
        var large = await OfPassAsync(lab, 20_000, passes: 40, idleRate);
        trial.Record($"H 75: {small:F0} bytes, H 20,000: {large:F0} bytes (both ways; {idleRate / 2:F0} bytes/s of heartbeats "
            + "a node taken off)");
        Assert.InRange(large / small, 0.8, 1.2);
    }

    private static async Task<double> OfPassAsync(LabOfProcesses lab, int hidden, int passes, double idleRate)
    {
        const int warm = 5;
        var spec = new ExperimentSpec
        {
            Iterations = 1_000_000,
            BatchSize = 64,
            LearningRate = 0.05,
            HiddenSize = hidden,
            EvaluateEvery = 1_000_000
        };
        var id = await lab.SubmitAsync(spec, 2);
        var started = await lab.ReachAsync(id, warm, TimeSpan.FromMinutes(2));
        Assert.Equal(2, started.Nodes);
        var (bytes, clock) = (await BytesAsync(lab), Stopwatch.GetTimestamp());
        var first = (await lab.ReachAsync(id, 0)).Iteration;
        var last = (await lab.ReachAsync(id, first + passes, TimeSpan.FromMinutes(3))).Iteration;
        var counted = await BytesAsync(lab) - bytes - (idleRate * Stopwatch.GetElapsedTime(clock).TotalSeconds);
        await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Cancel, TestContext.Current.CancellationToken);
        return counted / (last - first) / lab.Workers.Count;
    }

    private static async Task<long> BytesAsync(LabOfProcesses lab)
    {
        var sum = 0L;
        foreach (var worker in lab.Workers)
        {
            sum += await Sockets.BytesAsync(worker);
        }

        return sum;
    }
}
