using System.Diagnostics;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>
/// Causes of slowness are injected, ten times each, at a victim that chance chooses. The lab has to name them, and only while
/// they last.
/// </summary>
[Collection(RealProcesses.Name)]
public sealed class WhyTrials
{
    private const int Trials = 10;
    private const int Enough = 9;

    // So many answers in a row have to name the cause, or not to.
    private const int InARow = 3;
    private const int LeastTimes = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Before the injection, with nothing wrong.
    private static readonly TimeSpan Control = TimeSpan.FromSeconds(6);

    // The lab looks back over a minute.
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private static readonly ExperimentSpec Spec =
        new() { Iterations = 1_000_000, BatchSize = 64, LearningRate = 0.02, HiddenSize = 1_000, EvaluateEvery = 1_000_000 };

    [Fact(Timeout = 1_800_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Explanation_should_name_a_processor_that_something_else_takes()
    {
        RequireLinux();
        var trial = new Trial("a busy loop on a node's core: named");
        await using var lab = await LabOfProcesses.StartAsync("");
        lab.StartWorker(["taskset", "-c", "0"]);
        lab.StartWorker(["taskset", "-c", "1"]);
        await RunAsync(lab, trial, "processor is taken by something else", victim =>
        {
            var burner = new Burner(core: victim, loops: 2);
            return Task.FromResult<Func<Task>>(() =>
            {
                burner.Dispose();
                return Task.CompletedTask;
            });
        });
    }

    [Fact(Timeout = 1_800_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Explanation_should_name_a_slow_link()
    {
        RequireLinux();
        var trial = new Trial("a link of 2 Mbit/s: named");
        await using var network = await Switch.CreateAsync();
        Switch.Host[] hosts = [await network.AddAsync(), await network.AddAsync()];
        await using var lab = await LabOfProcesses.StartAsync("", Switch.LabAddress);
        lab.StartWorker(hosts[0].Wrapper);
        lab.StartWorker(hosts[1].Wrapper);
        await RunAsync(lab, trial, "its link takes", async victim =>
        {
            await hosts[victim].LimitAsync("2mbit");
            return hosts[victim].FreeAsync;
        });
    }

    [Fact(Timeout = 1_800_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Explanation_should_name_a_slow_disk()
    {
        RequireLinux();
        await Strace.RequireAsync();
        var trial = new Trial("a disk that takes 0.8 s to sync: named");
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        lab.StartWorker();
        lab.StartWorker();
        await RunAsync(lab, trial, "its disk is slow", _ =>
        {
            var delay = Process.Start(
                "strace", ["-f", "-p", $"{lab.Lab.Id}", "-e", "trace=fsync,fdatasync", "-e",
                    "inject=fsync,fdatasync:delay_enter=800000", "-o", "/dev/null"]);
            return Task.FromResult<Func<Task>>(async () =>
            {
                delay.Kill();
                await delay.WaitForExitAsync();
                delay.Dispose();
            });
        }, isOfNode: false);
    }

    private static void RequireLinux()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.ProcessorCount > 1, "needs two cores and Linux's tools");
    }

    // Every trial is an experiment of its own. A disk's checkpoints come late once they were slow: that it is no longer named
    // shows before the next injection.
    private static async Task RunAsync(LabOfProcesses lab, Trial trial, string cause, Func<int, Task<Func<Task>>> inject,
        bool isOfNode = true)
    {
        await lab.StaffAsync(2);
        var seconds = new List<double>();
        var others = new List<string>();
        for (var i = 0; i < Trials; i++)
        {
            var victim = trial.Random.Next(2);
            var node = isOfNode ? $"w{victim + 1}" : null;
            var id = await lab.SubmitAsync(Spec with { Seed = (ulong)trial.Random.Next() }, 2);
            await lab.ReachAsync(id, 100);
            var before = await WatchAsync(lab, id, node, cause, isNamed: true, InARow, Control);
            var undo = await inject(victim);
            var named = await WatchAsync(lab, id, node, cause, isNamed: true, InARow, Patience);
            await undo();
            var silent = isOfNode ? await WatchAsync(lab, id, node, cause, isNamed: false, InARow, SilencePatience) : named;
            if (before.Seconds is null && named.Seconds is { } first && silent.Seconds is not null)
            {
                seconds.Add(first);
            }
            else
            {
                others.Add(before.Seconds is not null ? $"named before it was so: {before.Said}"
                    : named.Seconds is null ? $"not named: {named.Said}" : $"named when it was over: {silent.Said}");
            }

            trial.Say($"{node}: {named.Said} after {named.Seconds:F1} s; {others.LastOrDefault()}");
            await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Cancel, TestContext.Current.CancellationToken);
        }

        trial.Record($"{seconds.Count} of {Trials}, first said "
            + $"{seconds.DefaultIfEmpty().Order().ElementAt(seconds.Count / 2):F1} s after the injection (median), never "
            + $"before it{(isOfNode ? " and no more when it was over" : "")}");
        Assert.True(seconds.Count >= Enough, string.Join(" | ", others));
    }

    // Until so many answers in a row name the cause, or do not: seconds to the first of them, null where there were none.
    private static async Task<(double? Seconds, string Said)> WatchAsync(
        LabOfProcesses lab, string id, string? node, string cause, bool isNamed, int inARow, TimeSpan patience)
    {
        var (began, count, first, said) = (Stopwatch.GetTimestamp(), 0, 0.0, "");
        using var timer = new PeriodicTimer(Poll);
        while (Stopwatch.GetElapsedTime(began) < patience)
        {
            if (await lab.StatusAsync() is { } status)
            {
                said = Sentences(status, id, node);
                count = Names(status, said, id, node, cause) == isNamed ? count + 1 : 0;
                first = count == 1 ? Stopwatch.GetElapsedTime(began).TotalSeconds : first;
                if (count == inARow)
                {
                    return (first, said);
                }
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return (null, said);
    }

    private static string Sentences(StatusDocument status, string id, string? node) => string.Join(
        " / ",
        status.Experiments.Where(experiment => experiment.Id == id).Select(experiment => experiment.Why)
            .Concat(status.Nodes.Where(known => known.Name == node).Select(known => $"{known.Name}: {known.Why}")));

    // In one sentence. A link is to take at least so many times what the other's takes, or it is named by chance.
    private static bool Names(StatusDocument status, string said, string id, string? node, string cause)
    {
        var isSaid = said.Split(" / ").Any(sentence =>
            sentence.Contains(cause, StringComparison.Ordinal)
            && (node is null || sentence.Contains(node, StringComparison.Ordinal)));
        if (!isSaid || !cause.Contains("link", StringComparison.Ordinal))
        {
            return isSaid;
        }

        var parts = status.Experiments.Single(experiment => experiment.Id == id).Spans!.Nodes;
        return parts.Single(part => part.Node == node).NetworkMilliseconds
            >= LeastTimes * parts.Where(part => part.Node != node).Max(part => part.NetworkMilliseconds);
    }
}
