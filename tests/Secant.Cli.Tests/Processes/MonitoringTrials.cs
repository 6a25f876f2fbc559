using System.Diagnostics;
using System.Globalization;
using Akka.Configuration;
using Secant.Actors.Coordination;
using Secant.Actors.Hosting;
using Secant.Actors.Monitoring;
using Secant.Core.Experiments;

namespace Secant.Cli.Tests.Processes;

/// <summary>What watching a lab costs it.</summary>
[Collection(RealProcesses.Name)]
public sealed class MonitoringTrials
{
    private const int Asks = 500;
    private const int Consoles = 100;

    // As often as the console does.
    private const double AsksASecond = 2;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);

    private static readonly ExperimentSpec Long = new() { Iterations = 1_000_000, BatchSize = 64, LearningRate = 0.02, HiddenSize = 75, EvaluateEvery = 1_000 };

    [Fact(Timeout = 120_000)]
    public async Task Status_should_answer_within_2_s_of_its_start()
    {
        Trial.RequireFull();
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
    public async Task Consoles_should_cost_the_lab_less_than_a_hundredth()
    {
        Trial.RequireFull();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processor time is read from /proc");
        var trial = new Trial("what consoles cost the lab");
        await using var lab = await LabOfProcesses.StartAsync("");
        await lab.StaffAsync(2);
        var id = await lab.SubmitAsync(Long, 2);
        await lab.ReachAsync(id, 1_000);
        await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Pause, TestContext.Current.CancellationToken);
        await LabOfProcesses.UntilAsync(async () => (await lab.DocumentAsync(id))?.State == ExperimentStates.Paused, "a pause");

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
            trial.Record(Say(
                $"an answer takes {answer * 1000:F2} ms of a core; a console {answer * AsksASecond:P2} of one; {Consoles} that are connected and silent {Math.Max(0, idle - alone):P2}; spans of a pass {SpanMicroseconds():F1} µs"));
            Assert.True(answer * AsksASecond < 0.01, Say($"a console takes {answer * AsksASecond:P2} of a core"));
            Assert.True(idle - alone < 0.05, Say($"silent consoles take {idle - alone:P2} of a core"));
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }
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
