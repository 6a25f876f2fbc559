using System.Globalization;

namespace Secant.Actors.Tests.Coordination.Simulation;

/// <summary>
/// Seeds by the thousand. SECANT_SIM_SEED replays one with its whole trace; SECANT_SIM_SEEDS sets how many are tried.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int UsualSeeds = 2000;

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
        for (var seed = 0; seed < seeds; seed++)
        {
            lives += Try(seed, wholeTrace: false).Lives;
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        output.WriteLine($"{seeds} runs in {lives} lives");
    }

    [Fact]
    public void Simulation_should_be_the_same_when_its_seed_is()
    {
        Assert.Equal(Try(11, wholeTrace: false).Trace, Try(11, wholeTrace: false).Trace);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    private Simulation Try(int seed, bool wholeTrace)
    {
        var simulation = new Simulation(seed);
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
