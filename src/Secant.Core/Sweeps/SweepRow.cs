using Secant.Core.Experiments;

namespace Secant.Core.Sweeps;

/// <summary>One row of a sweep: one spec with the seeds that it is run with.</summary>
/// <param name="Number">Its place in the sweep, from 1.</param>
/// <param name="Spec">The spec; its seed is the first of the seeds.</param>
/// <param name="Seeds">The seeds, each a run.</param>
public sealed record SweepRow(int Number, ExperimentSpec Spec, IReadOnlyList<ulong> Seeds)
{
    /// <summary>A spec for each seed.</summary>
    public IEnumerable<ExperimentSpec> Runs => Seeds.Select(seed => Spec with { Seed = seed });
}
