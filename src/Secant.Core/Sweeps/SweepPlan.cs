using Secant.Core.Experiments;

namespace Secant.Core.Sweeps;

/// <summary>Experiments that belong together, in order.</summary>
/// <param name="Name">What the sweep is called; null for the repeats of a single run.</param>
/// <param name="Rows">Its rows.</param>
public sealed record SweepPlan(string? Name, IReadOnlyList<SweepRow> Rows)
{
    /// <summary>Most runs of one sweep: more is a slip of the finger in a grid.</summary>
    public const int MostRuns = 100_000;

    /// <summary>Every run of it, row by row.</summary>
    public IEnumerable<(SweepRow Row, ExperimentSpec Spec)> Runs => Rows.SelectMany(row => row.Runs.Select(spec => (row, spec)));

    /// <summary>
    /// Gives every row its seeds: as many as it asks for from its first one on, passing over those that an earlier row of the
    /// same spec has. The same spec and seed is the same run, so a row written twice is run with the next seeds.
    /// </summary>
    /// <param name="name">What the sweep is called.</param>
    /// <param name="rows">Each row's spec, whose seed is the first to try, and how many seeds it wants.</param>
    public static SweepPlan Of(string? name, IEnumerable<(ExperimentSpec Spec, int Repeat)> rows)
    {
        var taken = new Dictionary<ExperimentSpec, HashSet<ulong>>();
        var planned = new List<SweepRow>();
        foreach (var (spec, repeat) in rows)
        {
            var key = spec with { Seed = 0 };
            if (!taken.TryGetValue(key, out var used))
            {
                taken.Add(key, used = []);
            }

            var seeds = new List<ulong>();
            for (var seed = spec.Seed; seeds.Count < repeat; seed = unchecked(seed + 1))
            {
                if (used.Add(seed))
                {
                    seeds.Add(seed);
                }
            }

            planned.Add(new SweepRow(planned.Count + 1, spec with { Seed = seeds[0] }, seeds));
        }

        return new SweepPlan(name, planned);
    }
}
