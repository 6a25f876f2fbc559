using System.Diagnostics;
using System.Globalization;
using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Trials;

/// <summary>What watching a lab costs it.</summary>
[Collection(RealProcesses.Name)]
public sealed class MonitoringTrials
{
    private const int Asks = 500;
    private const int Consoles = 100;
    private const int Broken = 8;
    private const int Pairs = 30;

    // As often as the console does.
    private const double AsksASecond = 2;

    private static readonly TimeSpan PairWindow = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);

    private static readonly ExperimentSpec Long =
        new() { Iterations = 1_000_000, BatchSize = 64, LearningRate = 0.02, HiddenSize = 75, EvaluateEvery = 1_000 };

    [Fact(Timeout = 120_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Status_should_answer_within_2_s_of_its_start()
    {
        var trial = new Trial("secant status from start to answer");
        await using var lab = await LabOfProcesses.StartAsync("");
        var seconds = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(0, (await lab.Sandbox.RunAsync("status", "--join", lab.Address.ToString())).Code);
            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        seconds.Sort();
        trial.Record(Say($"median {seconds[3]:F2} s, worst of 7 {seconds[^1]:F2} s"));
        Assert.True(seconds[3] < 2, $"{seconds[3]:F2} s");
    }

    [Fact(Timeout = 240_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Consoles_should_cost_the_lab_less_than_a_hundredth()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processor time is read from /proc");
        var trial = new Trial("what consoles cost the lab");
        await using var lab = await LabOfProcesses.StartAsync("");
        await PausedRunAsync(lab);

        var alone = await ProcessorAsync(lab.Lab, Window);
        var before = Processor(lab.Lab);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Asks; i++)
        {
            await lab.StatusAsync();
        }

        var answer = (Processor(lab.Lab) - before - (alone * Stopwatch.GetElapsedTime(began).TotalSeconds)) / Asks;
        var clients = new List<LabClient>();
        try
        {
            while (clients.Count < Consoles)
            {
                clients.Add(LabClient.Connect(lab.Address, "OFF", Config.Empty));
                await clients[^1].StatusAsync(TestContext.Current.CancellationToken);
            }

            var idle = await ProcessorAsync(lab.Lab, Window);
            trial.Record(string.Create(CultureInfo.InvariantCulture,
                $"an answer takes {answer * 1000:F2} ms of a core; a console {answer * AsksASecond:P2} of one; "
                    + $"{Consoles} that are connected and silent {Math.Max(0, idle - alone):P2}; spans of a pass "
                    + $"{SpanMicroseconds():F1} µs"));
            Assert.True(answer * AsksASecond < 0.01, Say($"a console takes {answer * AsksASecond:P2} of a core"));
            Assert.True(idle - alone < 0.05, Say($"silent consoles take {idle - alone:P2} of a core"));
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    [Fact(Timeout = 600_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Watching_should_cost_a_run_less_than_a_hundredth()
    {
        var trial = new Trial("what a console costs the run that it watches");
        await using var lab = await LabOfProcesses.StartAsync("");
        await lab.StaffAsync(2);
        var id = await lab.SubmitAsync(Long with { Iterations = 100_000_000 }, 2);
        await lab.ReachAsync(id, 2_000);
        var ratios = new List<double>();
        var alone = new List<double>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            // Which comes first changes, so that a machine that gets slower or faster favours neither.
            var isWatchedFirst = pair % 2 == 0;
            var first = await PassMillisecondsAsync(lab, id, isWatchedFirst);
            var second = await PassMillisecondsAsync(lab, id, !isWatchedFirst);
            var (watched, unwatched) = isWatchedFirst ? (first, second) : (second, first);
            ratios.Add(watched / unwatched);
            alone.Add(unwatched);
        }

        trial.Record(string.Create(CultureInfo.InvariantCulture,
            $"pass {alone.Median():F2} ms unwatched, {ratios.Median():F3} of that watched twice a second "
            + $"(median of {Pairs} pairs of {PairWindow.TotalSeconds:F0} s within one run)"));
        Assert.True(ratios.Median() < 1.01, Say($"{ratios.Median():P2}"));
    }

    [Fact(Timeout = 600_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Consoles_should_cost_little_when_a_hundred_are_open_some_are_stopped_and_some_are_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processor time is read from /proc");
        var trial = new Trial("a hundred open consoles, stopped and killed ones");
        await using var lab = await LabOfProcesses.StartAsync("");
        var id = await PausedRunAsync(lab);
        var alone = await ProcessorAsync(lab.Lab, Window);

        // One after the other: together they would starve each other while they start.
        var consoles = new List<SecantProcess>();
        while (consoles.Count < Broken)
        {
            consoles.Add(lab.Sandbox.Start("status", "--watch", "1", "--join", lab.Address.ToString()));
            await consoles[^1].LineAsync("^lab 'lab' at ");
        }

        consoles.ForEach(console => console.Send(Signal.Stop));
        var stopped = await ProcessorAsync(lab.Lab, Window);
        await Task.WhenAll(consoles.Select(console => console.KillAsync()));
        var killed = await ProcessorAsync(lab.Lab, Window);

        var clients = new List<LabClient>();
        try
        {
            while (clients.Count < Consoles)
            {
                clients.Add(LabClient.Connect(lab.Address, "OFF", Config.Empty));
            }

            using var open = new CancellationTokenSource();
            var polling = clients.ConvertAll(client => PollAsync(client, open.Token));
            var polled = await ProcessorAsync(lab.Lab, Window);
            await open.CancelAsync();
            var answers = (await Task.WhenAll(polling)).Sum();
            trial.Record(string.Create(CultureInfo.InvariantCulture,
                $"{Consoles} that ask {answers / Window.TotalSeconds:F0} times a second: {polled - alone:P1} of a core; "
                    + $"{Broken} stopped {Math.Max(0, stopped - alone):P1}, the same killed {Math.Max(0, killed - alone):P1}"));
            Assert.True(polled - alone < 0.5, Say($"open consoles take {polled - alone:P1} of a core"));
            Assert.True(Math.Max(stopped, killed) - alone < 0.05,
                Say($"broken consoles take {Math.Max(stopped, killed) - alone:P1} of a core"));
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }

        await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Continue, TestContext.Current.CancellationToken);
        var at = (await lab.DocumentAsync(id))!.Iteration;
        Assert.True((await lab.ReachAsync(id, at + 100)).Iteration >= at + 100);
    }

    // What the lab does then is what it does for consoles.
    private static async Task<string> PausedRunAsync(LabOfProcesses lab)
    {
        await lab.StaffAsync(2);
        var id = await lab.SubmitAsync(Long, 2);
        await lab.ReachAsync(id, 1_000);
        await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Pause, TestContext.Current.CancellationToken);
        await LabOfProcesses.UntilAsync(async () => (await lab.DocumentAsync(id))?.State == ExperimentStates.Paused, "a pause");
        return id;
    }

    // As a console does; how often the lab answered.
    private static async Task<int> PollAsync(LabClient client, CancellationToken cancellation)
    {
        var (answers, last) = (0, 0L);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / AsksASecond));
        try
        {
            while (true)
            {
                var status = await client.StatusAsync(last, TimeSpan.FromSeconds(5), cancellation);
                last = status.Events is [var newest, ..] ? newest.Number : last;
                answers++;
                await timer.WaitForNextTickAsync(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            return answers;
        }
    }

    private static async Task<double> PassMillisecondsAsync(LabOfProcesses lab, string id, bool isWatched)
    {
        using var watching = new CancellationTokenSource();
        var polling = isWatched ? PollAsync(lab.Client, watching.Token) : Task.FromResult(0);
        var (before, began) = ((await lab.DocumentAsync(id))!.Iteration, Stopwatch.GetTimestamp());
        await Task.Delay(PairWindow, TestContext.Current.CancellationToken);
        var passes = (await lab.DocumentAsync(id))!.Iteration - before;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await watching.CancelAsync();
        await polling;
        return 1000 * seconds / passes;
    }

    // Keeping account of one pass of two nodes.
    private static double SpanMicroseconds()
    {
        const int passes = 200_000;
        var now = DateTimeOffset.UnixEpoch;
        var ledger = new SpanLedger(64, now);
        KeyValuePair<string, int>[] units = [new("a", 40), new("b", 35)];
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < passes; i++)
        {
            ledger.Sent(now, units);
            now += TimeSpan.FromMilliseconds(1);
            ledger.Arrived(now, "a", 0.0005);
            ledger.Arrived(now, "b", 0.0006);
            ledger.Coordinated(TimeSpan.FromMicroseconds(20));
            ledger.Joined(now);
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / passes;
    }

    // The share of a core that a process takes.
    private static async Task<double> ProcessorAsync(SecantProcess process, TimeSpan window)
    {
        var (before, began) = (Processor(process), Stopwatch.GetTimestamp());
        await Task.Delay(window, TestContext.Current.CancellationToken);
        return (Processor(process) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Processor(SecantProcess process)
    {
        using var known = Process.GetProcessById(process.Id);
        return known.TotalProcessorTime.TotalSeconds;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
