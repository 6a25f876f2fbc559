using Secant.Core.Experiments;

namespace Secant.Trials;

/// <summary>One machine: the same bits whatever computes them, and however often the process dies on the way.</summary>
[Collection(RealProcesses.Name)]
public sealed class LocalBitsTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new("secant.checkpoint.interval = 100ms");

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact(Timeout = 120_000)]
    public async Task Run_should_give_the_reference_bits_with_any_cores_and_any_instruction_set()
    {
        var spec = new ExperimentSpec
        {
            Iterations = 60,
            BatchSize = 16,
            LearningRate = 0.05,
            HiddenSize = 43,
            EvaluateEvery = 10
        };
        var expected = await Expected.Of(spec);
        foreach (var (cores, variable) in ((string, string?)[])[("1", null), ("2", null), ("2", "DOTNET_EnableAVX512"),
            ("1", "DOTNET_EnableAVX2")])
        {
            var process = _sandbox.Start(
                ["run", .. Expected.Words(spec), "--cores", cores, "--json", "--quiet"],
                variable is null ? null : new Dictionary<string, string> { [variable] = "0" });
            Assert.Equal(0, await process.ExitAsync());
            expected.AssertReached(Sandbox.Document(process.Output));
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task Run_should_end_in_the_reference_bits_when_it_was_killed_and_resumed_again_and_again()
    {
        var trial = new Trial("kill -9 and resume, one machine");
        var kills = Trial.IsFull ? 10 : 2;
        var spec = new ExperimentSpec
        {
            Iterations = 1_500 * kills,
            BatchSize = 16,
            LearningRate = 0.05,
            HiddenSize = 40,
            EvaluateEvery = 100
        };
        var expected = Expected.Of(spec);
        var moments = Enumerable.Range(0, kills).Select(_ => trial.Random.Next(spec.Iterations * 9 / 10)).Order().ToList();
        var process = _sandbox.Start(["run", .. Expected.Words(spec)]);
        foreach (var moment in moments)
        {
            await process.MilestoneAsync(moment);
            await Task.Delay(trial.Random.Next(150), TestContext.Current.CancellationToken);
            await process.KillAsync();
            process = _sandbox.Start("resume", "1");
        }

        Assert.Equal(0, await process.ExitAsync(TimeSpan.FromMinutes(2)));
        var document = Sandbox.Document((await _sandbox.RunAsync("show", "1", "--json")).Output);
        (await expected).AssertReached(document);
        Assert.InRange(document.Recoveries, 1, kills);
        trial.Record($"{kills} kills from iteration {moments[0]} to {moments[^1]} of {spec.Iterations}: reference bits, "
            + $"{document.Recoveries} resumes counted");
    }

    [Theory(Timeout = 120_000)]
    [InlineData((int)Signal.Terminate)]
    [InlineData((int)Signal.Interrupt)]
    public async Task Run_should_leave_with_130_and_a_checkpoint_when_signalled_and_resume_in_the_same_bits(int signal)
    {
        var spec = new ExperimentSpec
        {
            Iterations = 3_000,
            BatchSize = 16,
            LearningRate = 0.05,
            HiddenSize = 24,
            EvaluateEvery = 50
        };
        await using var calm = new Sandbox("secant.checkpoint.interval = 1h");
        var process = calm.Start(["run", .. Expected.Words(spec)]);
        await process.MilestoneAsync(200);
        process.Send((Signal)signal);
        Assert.Equal(130, await process.ExitAsync());
        Assert.Matches(@"^secant: interrupted after \d+ of 3000 iterations; 'secant resume 1' goes on\s*$", process.Error);
        var left = Sandbox.Document((await calm.RunAsync("show", "1", "--json")).Output);
        Assert.Equal("interrupted", left.State);
        Assert.InRange(left.Iteration, 200, 2_999);

        var resumed = await calm.RunAsync("resume", "--json", "--quiet");
        Assert.Equal(0, resumed.Code);
        (await Expected.Of(spec)).AssertReached(Sandbox.Document(resumed.Output));
    }

    [Fact(Timeout = 120_000)]
    public async Task Second_signal_should_leave_at_once_where_a_pass_takes_long()
    {
        // Seconds a pass: the checkpoint that the first signal asks for has to wait for its end.
        var process = _sandbox.Start("run", "100", "6000", "0.05", "20000", "--cores", "1");
        await process.LineAsync("^experiment 1:");

        // Signals of a kind that wait to be taken become one, so that it is sent until there was a second.
        var exit = process.ExitAsync(TimeSpan.FromSeconds(12));
        do
        {
            if (!process.HasExited)
            {
                process.Send(Signal.Terminate);
            }
        }
        while (await Task.WhenAny(exit, Task.Delay(100, TestContext.Current.CancellationToken)) != exit);

        Assert.Equal(130, await exit);
        Assert.Equal("interrupted", Sandbox.Document((await _sandbox.RunAsync("list", "--json")).Output).State);
    }
}
