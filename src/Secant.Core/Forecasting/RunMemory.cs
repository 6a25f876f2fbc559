using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;

namespace Secant.Core.Forecasting;

/// <summary>Memory that runs need in one process: what a plan says and what a run is refused by are the same figure.</summary>
public static class RunMemory
{
    /// <summary>Bytes that a process occupies with the largest runs at work side by side.</summary>
    /// <param name="runs">What each run occupies.</param>
    /// <param name="atATime">How many are at work at a time.</param>
    /// <param name="images">Bytes of the images that they share.</param>
    /// <param name="program">Bytes of the program itself.</param>
    public static long Together(IEnumerable<RunFootprint> runs, int atATime, long images, long program) =>
        program + images + runs.Select(run => run.MemoryBytes).OrderDescending().Take(atATime).Sum();

    /// <summary>Refuses runs that need more memory than there is, before one of them starts.</summary>
    /// <param name="runs">What is to be run.</param>
    /// <param name="atATime">How many runs are at work at a time.</param>
    /// <param name="program">Bytes of the program itself.</param>
    /// <param name="available">Bytes that there are.</param>
    /// <exception cref="SecantException">They do not fit (<see cref="Failure.Usage"/>).</exception>
    public static void Check(IReadOnlyCollection<(ExperimentSpec Spec, DataSet Data)> runs, int atATime, long program,
        long available)
    {
        var images = runs.Select(run => run.Data).Distinct().Sum(data => RunFootprint.SparseBytes(data.Train));
        foreach (var (spec, data) in runs.Distinct())
        {
            if (Together([Footprint(spec, data)], 1, images, program) is var alone && alone > available)
            {
                throw new SecantException(Failure.Usage,
                    $"hidden size {spec.HiddenSize} with {data.Dimension} inputs and batch size {spec.BatchSize} needs about "
                    + $"{Megabytes(alone)} MB of memory: this machine has {Megabytes(available)} MB for it; take fewer hidden "
                    + "units or a smaller batch, "
                    + "or share it with more machines (secant coordinator, worker, submit)");
            }
        }

        if (Together(runs.Select(run => Footprint(run.Spec, run.Data)), atATime, images, program) is var together
            && together > available)
        {
            throw new SecantException(Failure.Usage,
                $"{Math.Min(atATime, runs.Count)} runs at a time need about {Megabytes(together)} MB of memory: "
                + $"this machine has {Megabytes(available)} MB for them; run fewer at a time with --cores");
        }
    }

    private static RunFootprint Footprint(ExperimentSpec spec, DataSet data) => RunFootprint.Of(
        spec, new NetShape(data.Dimension, spec.HiddenSize, data.Classes), data.Train.Count, data.Test.Count, nodes: 0,
            checkpoints: 0);

    private static long Megabytes(long bytes) => bytes >> 20;
}
