using Secant.Core.Experiments;

namespace Secant.Cli.Tests.Processes;

/// <summary>
/// The built program as its users start it: what only real processes can tell. What kills by chance, waits or measures belongs to
/// the trials.
/// </summary>
[Collection(RealProcesses.Name)]
public sealed class ProgramTests : IAsyncDisposable
{
    // What README.md shows; the same on every machine.
    private const string Fingerprint = "0ae4b145d998b3a4cf90034cadf586894935cad76826c68eee3be1b0f7d101bc";

    private static readonly ExperimentSpec Spec = new()
    {
        Iterations = 400,
        BatchSize = 16,
        LearningRate = 0.05,
        HiddenSize = 40,
        EvaluateEvery = 100,
    };

    private readonly Sandbox _sandbox = new("secant.checkpoint.interval = 100ms");

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Run_should_end_with_the_fingerprint_of_the_readme_and_be_reported_on()
    {
        var run = await _sandbox.RunAsync("run", "100", "32", "0.05", "50");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches("(?m)^100, 32, 0.05, 50 : 0.640$", run.Output);
        Assert.Contains(Fingerprint, run.Output, StringComparison.Ordinal);

        var report = await _sandbox.RunAsync("report", "--out", _sandbox["report"]);
        Assert.Equal((0, ""), (report.Code, report.Error));
        Assert.Contains("0.640", await File.ReadAllTextAsync(Path.Combine(_sandbox["report"], "report.md"),
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_sandbox["report"], "report.html")));
    }

    [Fact]
    public async Task Run_should_end_in_the_reference_bits_when_it_was_killed_and_resumed()
    {
        // It cannot end before it is killed.
        var spec = Spec with { Iterations = 1_000_000, EvaluateEvery = 50 };
        var process = _sandbox.Start(["run", .. Expected.Words(spec)]);
        await process.MilestoneAsync(100);
        await process.KillAsync();
        var killed = Sandbox.Document((await _sandbox.RunAsync("show", "1", "--json")).Output);
        Assert.Equal("interrupted", killed.State);

        var resumed = _sandbox.Start("resume", "1");
        await resumed.MilestoneAsync(killed.Iteration + 100);
        resumed.Send(Signal.Terminate);
        Assert.Equal(130, await resumed.ExitAsync());
        var left = Sandbox.Document((await _sandbox.RunAsync("show", "1", "--json")).Output);
        Assert.Equal(("interrupted", 1), (left.State, left.Recoveries));
        (await Expected.Of(spec with { Iterations = left.Iteration })).AssertPassed(left);
    }

    [Fact]
    public async Task Experiment_should_keep_the_reference_bits_when_a_worker_of_its_lab_is_killed()
    {
        await using var lab = await LabOfProcesses.StartAsync("secant.checkpoint.interval = 100ms");
        await lab.StaffAsync(2);

        // It ends long after the kill, whatever else the machine does.
        var spec = Spec with { Iterations = 3_000 };
        var expected = Expected.Of(spec);
        var id = await lab.SubmitAsync(spec, 2);
        await lab.ReachAsync(id, 50);
        await lab.LoseAsync(lab.Workers[1]);

        (await expected).AssertReached(await lab.EndAsync(id, TimeSpan.FromMinutes(10)));
    }
}
