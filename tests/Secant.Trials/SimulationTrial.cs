using Secant.Lab.Tests.Runs.Simulation;

namespace Secant.Trials;

/// <summary>Experiments on simulated machines, by seeds that are new every time. A seed that fails becomes a test.</summary>
public sealed class SimulationTrial
{
    private const int ShortSeeds = 500;
    private const int LongSeeds = 50_000;

    [Fact(Timeout = 7_200_000)]
    public Task Runs_should_end_in_the_same_bits_whatever_happens_by_new_seeds() => Task.Run(
        Try,
        TestContext.Current.CancellationToken);

    private static void Try()
    {
        var trial = new Trial("simulated experiments, new seeds");
        var count = Trial.IsFull ? LongSeeds : ShortSeeds;
        var first = trial.Random.Next(1_000_000, int.MaxValue - count);
        var tried = SimulationSeeds.TryAll(Enumerable.Range(first, count), [], TestContext.Current.CancellationToken);
        Assert.Empty(tried.Failures);
        trial.Record($"{count} from {first}: reference bits in all, in {tried.Lives} lives");
    }
}
