using System.Diagnostics;
using Secant.Actors.Coordination;
using Secant.Actors.Monitoring;
using Secant.Core.Experiments;

namespace Secant.Cli.Tests.Processes;

/// <summary>Causes of slowness are injected, ten times each, and the lab has to name them.</summary>
[Collection(RealProcesses.Name)]
public sealed class WhyTrials
{
    private const int Trials = 10;
    private const int Enough = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ExperimentSpec Spec = new() { Iterations = 1_000_000, BatchSize = 64, LearningRate = 0.02, HiddenSize = 1_000, EvaluateEvery = 1_000_000 };

    [Fact(Timeout = 300_000)]
    public async Task Explanation_should_name_a_processor_that_something_else_takes()
    {
        RequireFullOnLinux();
        var trial = new Trial("a busy loop on a node's core: named");
        await using var lab = await LabOfProcesses.StartAsync("");
        lab.StartWorker(["taskset", "-c", "0"]);
        lab.StartWorker(["taskset", "-c", "1"]);
        await RunAsync(lab, trial, "w2", "processor is taken by something else", () =>
        {
            var burner = new Burner(core: 1, loops: 2);
            return Task.FromResult<Func<Task>>(() =>
            {
                burner.Dispose();
                return Task.CompletedTask;
            });
        });
    }

    [Fact(Timeout = 300_000)]
    public async Task Explanation_should_name_a_slow_link()
    {
        RequireFullOnLinux();
        var trial = new Trial("a link of 2 Mbit/s: named");
        await using var network = await Switch.CreateAsync();
        var (near, far) = (await network.AddAsync(), await network.AddAsync());
        await using var lab = await LabOfProcesses.StartAsync("", Switch.LabAddress);
        lab.StartWorker(near.Wrapper);
        lab.StartWorker(far.Wrapper);
        await RunAsync(lab, trial, "w2", "its link takes", async () =>
        {
            await far.LimitAsync("2mbit");
            return far.FreeAsync;
        });
    }

    [Fact(Timeout = 300_000)]
    public async Task Explanation_should_name_a_slow_disk()
    {
        RequireFullOnLinux();
        try
        {
            await Tool.RunAsync("strace -f --seccomp-bpf -e trace=fsync -o /dev/null true");
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"needs strace to delay syncs: {e.Message}");
        }

        var trial = new Trial("a disk that takes 0.8 s to sync: named");
        string[] slow =
        [
            "strace", "-f", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:delay_enter=800000", "-o", "/dev/null",
            "setpriv", "--pdeathsig", "KILL",
        ];
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings, wrapper: slow);
        lab.StartWorker();
        lab.StartWorker();
        await RunAsync(lab, trial, null, "its disk is slow", () => Task.FromResult<Func<Task>>(() => Task.CompletedTask));
    }

    private static void RequireFullOnLinux()
    {
        Trial.RequireFull();
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.ProcessorCount > 1, "needs two cores and Linux's tools");
    }

    // Every trial is an experiment of its own, so that nothing is left of the cause before.
    private static async Task RunAsync(LabOfProcesses lab, Trial trial, string? node, string cause, Func<Task<Func<Task>>> inject)
    {
        await lab.StaffAsync(2);
        var seconds = new List<double>();
        var others = new List<string>();
        for (var i = 0; i < Trials; i++)
        {
            var id = await lab.SubmitAsync(Spec with { Seed = (ulong)trial.Random.Next() }, 2);
            await lab.ReachAsync(id, 100);
            var undo = await inject();
            var began = Stopwatch.GetTimestamp();
            var said = "";
            try
            {
                await LabOfProcesses.UntilAsync(
                    async () => await lab.StatusAsync() is { } status && Names(said = Sentences(status, id, node), node, cause), cause, Patience);
                seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            }
            catch (TimeoutException)
            {
                others.Add(said);
            }

            trial.Say(said);
            await undo();
            await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Cancel, TestContext.Current.CancellationToken);
        }

        trial.Record($"{seconds.Count} of {Trials}, first said {seconds.DefaultIfEmpty().Order().ElementAt(seconds.Count / 2):F1} s after the injection (median)");
        Assert.True(seconds.Count >= Enough, string.Join(" | ", others));
    }

    private static string Sentences(StatusDocument status, string id, string? node) => string.Join(
        " / ",
        status.Experiments.Where(experiment => experiment.Id == id).Select(experiment => experiment.Why)
            .Concat(status.Nodes.Where(known => known.Name == node).Select(known => $"{known.Name}: {known.Why}")));

    // In one sentence.
    private static bool Names(string said, string? node, string cause) => said.Split(" / ").Any(sentence =>
        sentence.Contains(cause, StringComparison.Ordinal) && (node is null || sentence.Contains(node, StringComparison.Ordinal)));
}
