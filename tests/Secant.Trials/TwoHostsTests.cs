using System.Diagnostics;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>A lab and workers with a real network between them, that can be cut and slowed.</summary>
[Collection(RealProcesses.Name)]
public sealed class TwoHostsTests
{
    [Fact(Timeout = 300_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Run_should_go_on_in_the_reference_bits_when_a_link_is_cut_for_20_s_and_comes_back()
    {
        var trial = new Trial("link of one of two hosts cut for 20 s");
        await using var network = await Switch.CreateAsync();
        var (near, far) = (await network.AddAsync(), await network.AddAsync());
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings, Switch.LabAddress);
        lab.StartWorker(near.Wrapper);
        var cut = lab.StartWorker(far.Wrapper);
        await lab.StaffAsync(2);
        var spec = new ExperimentSpec
        {
            Iterations = 30_000,
            BatchSize = 32,
            LearningRate = 0.05,
            HiddenSize = 75,
            EvaluateEvery = 500
        };
        var expected = Expected.Of(spec);
        var id = await lab.SubmitAsync(spec, 2);
        await lab.ReachAsync(id, trial.Random.Next(1_000, 3_000));

        await far.CutAsync();
        var before = Stopwatch.GetTimestamp();
        var at = await lab.ReachAsync(id, 0);
        await lab.ReachAsync(id, at.Iteration + 2);
        var held = Stopwatch.GetElapsedTime(before).TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, 20 - held)), TestContext.Current.CancellationToken);
        await far.MendAsync();
        await cut.LineAsync("^joined lab ", 2);

        var document = await lab.EndAsync(id, TimeSpan.FromMinutes(3));
        (await expected).AssertReached(document);
        trial.Record($"cut at pass {at.Iteration}, next pass after {held:F1} s, the host came back by itself: reference "
            + $"bits, {document.Recoveries} recoveries");
    }

    [Fact(Timeout = 300_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Workers_should_compute_most_of_the_time_when_the_links_carry_100_Mbit_a_second()
    {
        var trial = new Trial("two hosts at 100 Mbit/s, H 20,000, B 64");
        await using var network = await Switch.CreateAsync();
        var (one, other) = (await network.AddAsync(), await network.AddAsync());
        await one.LimitAsync("100mbit");
        await other.LimitAsync("100mbit");
        await using var lab = await LabOfProcesses.StartAsync("", Switch.LabAddress);
        lab.StartWorker(one.Wrapper);
        lab.StartWorker(other.Wrapper);
        await lab.StaffAsync(2);
        var spec = new ExperimentSpec
        {
            Iterations = 100_000,
            BatchSize = 64,
            LearningRate = 0.05,
            HiddenSize = 20_000,
            EvaluateEvery = 100_000
        };
        var id = await lab.SubmitAsync(spec, 2);
        var first = (await lab.ReachAsync(id, 20, TimeSpan.FromMinutes(2))).Iteration;

        var (clock, computed) = (Stopwatch.GetTimestamp(), lab.Workers.Sum(ComputeTime.Seconds));
        var last = await lab.ReachAsync(id, first + 100, TimeSpan.FromMinutes(2));
        var passed = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var told = string.Join(Environment.NewLine,
            (await lab.Client.StatusAsync(TestContext.Current.CancellationToken)).Events.Select(happening => happening.Text));
        var share = (lab.Workers.Sum(ComputeTime.Seconds) - computed) / passed / lab.Workers.Count;
        await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Cancel, TestContext.Current.CancellationToken);
        trial.Record($"computing {share:P0} of the time, checkpoints and {last.Recoveries} recoveries in it; pass "
            + $"{passed / (last.Iteration - first) * 1000:F0} ms");
        Assert.True(share > 0.8, $"workers computed {share:P0} of the time:{Environment.NewLine}{told}");
    }
}
