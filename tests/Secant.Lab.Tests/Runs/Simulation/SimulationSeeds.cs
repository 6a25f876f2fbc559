using System.Collections.Concurrent;

namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>Many seeds, side by side on all cores.</summary>
/// <param name="Runs">How many were tried.</param>
/// <param name="Lives">How many lives their experiments had.</param>
/// <param name="Seen">How many runs saw each kind of trouble.</param>
/// <param name="Failures">What went wrong, each with the seed that replays it.</param>
internal sealed record SimulationSeeds(
    int Runs, int Lives, IReadOnlyDictionary<string, int> Seen, IReadOnlyCollection<string> Failures)
{
    /// <summary>Tries all seeds.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="kinds">Words of a trace, to be counted.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static SimulationSeeds TryAll(IEnumerable<int> seeds, IReadOnlyList<string> kinds, CancellationToken cancellation)
    {
        var runs = 0;
        var lives = 0;
        var seen = new ConcurrentDictionary<string, int>(kinds.ToDictionary(kind => kind, _ => 0));
        var failures = new ConcurrentBag<string>();
        Parallel.ForEach(seeds, new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount
        }, seed =>
        {
            var (simulation, failure) = Simulation.Try(seed);
            Interlocked.Increment(ref runs);
            Interlocked.Add(ref lives, simulation.Lives);
            foreach (var kind in kinds.Where(simulation.Saw))
            {
                seen.AddOrUpdate(kind, 1, (_, count) => count + 1);
            }

            if (failure is not null)
            {
                failures.Add(failure);
            }
        });
        return new SimulationSeeds(runs, lives, seen, failures);
    }

    public override string ToString() =>
        $"{Runs} runs in {Lives} lives, with "
        + $"{string.Join(", ", Seen.OrderBy(kind => kind.Key).Select(kind => $"'{kind.Key}' in {kind.Value}"))}";
}
