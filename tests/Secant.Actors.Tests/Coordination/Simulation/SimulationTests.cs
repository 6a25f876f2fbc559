using System.Globalization;

namespace Secant.Actors.Tests.Coordination.Simulation;

/// <summary>
/// Seeds by the thousand: the first ones, always the same, and as many as a quarter of them that are new every time. SECANT_SIM_SEED replays one
/// with its whole trace; SECANT_SIM_SEEDS sets how many are tried, SECANT_SIM_BASE where the new ones begin.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int UsualSeeds = 2000;

    // What the seeds have to hold between them, in the words of the trace.
    private static readonly string[] Kinds =
        ["crashes", "hangs", "killed", "store failed", "is damaged", "begins and is", "the line to", "comes twice", "pause", "leaves", "gave up", "resize", "promised ExperimentSubmitted", "promised ExperimentPaused", "promised ExperimentCancelled", "promised ExperimentEnded", "complete", "fail "];

    [Fact]
    public void Run_should_end_in_the_same_bits_whatever_happens()
    {
        if (Setting("SECANT_SIM_SEED") is { } one)
        {
            Try(one, wholeTrace: true);
            return;
        }

        var seeds = Setting("SECANT_SIM_SEEDS") ?? UsualSeeds;
        var lives = 0;
        var seen = Kinds.ToDictionary(kind => kind, _ => 0);
        var fresh = Setting("SECANT_SIM_BASE") ?? new Random().Next(1_000_000, 1_000_000_000);
        output.WriteLine($"new seeds begin at {fresh} (SECANT_SIM_BASE={fresh} repeats them)");
        foreach (var seed in Enumerable.Range(0, seeds).Concat(Enumerable.Range(fresh, seeds / 4)))
        {
            var simulation = Try(seed, wholeTrace: false);
            lives += simulation.Lives;
            foreach (var kind in Kinds.Where(simulation.Saw))
            {
                seen[kind]++;
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        output.WriteLine($"{seeds + (seeds / 4)} runs in {lives} lives, with {string.Join(", ", seen.Select(kind => $"'{kind.Key}' in {kind.Value}"))}");
        if (seeds >= UsualSeeds)
        {
            Assert.All(seen, kind => Assert.True(kind.Value >= seeds / 100, $"only {kind.Value} runs saw '{kind.Key}'"));
        }
    }

    [Fact]
    public void Simulation_should_be_the_same_when_its_seed_is()
    {
        Assert.Equal(Try(11, wholeTrace: false).Trace, Try(11, wholeTrace: false).Trace);
    }

    [Fact]
    public void Failure_should_name_the_seed_that_replays_it()
    {
        var failure = Assert.Throws<SimulationException>(() => Try(11, wholeTrace: false, simulation => simulation.Spoil()));
        var again = Assert.Throws<SimulationException>(() => Try(11, wholeTrace: false, simulation => simulation.Spoil()));
        Assert.StartsWith("SECANT_SIM_SEED=11: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, again.Message);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    private Simulation Try(int seed, bool wholeTrace, Action<Simulation>? prepare = null)
    {
        var simulation = new Simulation(seed);
        prepare?.Invoke(simulation);
        try
        {
            simulation.Run();
            return simulation;
        }
        catch (Exception e)
        {
            output.WriteLine(string.Join('\n', simulation.Trace.TakeLast(wholeTrace ? int.MaxValue : 40)));
            throw new SimulationException($"SECANT_SIM_SEED={seed}: {e.Message}\n{e.StackTrace}\n{simulation.Scenario.Spec}");
        }
        finally
        {
            if (wholeTrace)
            {
                output.WriteLine(string.Join('\n', simulation.Trace));
            }
        }
    }
}
