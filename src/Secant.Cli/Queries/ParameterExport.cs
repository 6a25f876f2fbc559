using Secant.Core;
using Secant.Core.Experiments;
using Secant.Core.Networks;

namespace Secant.Cli.Queries;

/// <summary>The arrays of an export: W1 (D x H), b1, W2 (H x C), b2 as float64, batches (iterations x B) as int64.</summary>
internal static class ParameterExport
{
    /// <param name="parameters">The net.</param>
    /// <param name="spec">What made it.</param>
    /// <param name="trainCount">Images that the batches were drawn from, N.</param>
    /// <param name="withBatches">Whether the batches are wanted.</param>
    /// <exception cref="SecantException">The batches are too many for one array (<see cref="Failure.Usage"/>).</exception>
    public static Dictionary<string, NpyArray> Arrays(Parameters parameters, ExperimentSpec spec, int trainCount,
        bool withBatches)
    {
        var shape = parameters.Shape;
        var arrays = new Dictionary<string, NpyArray>
        {
            ["W1"] = new(parameters.HiddenWeights, shape.Inputs, shape.Hidden),
            ["b1"] = new(parameters.HiddenBiases, shape.Hidden),
            ["W2"] = new(parameters.OutputWeights, shape.Hidden, shape.Classes),
            ["b2"] = new(parameters.OutputBiases, shape.Classes),
        };
        if (withBatches)
        {
            arrays["batches"] = new(Batches(spec, trainCount), spec.Iterations, spec.BatchSize);
        }

        return arrays;
    }

    private static long[] Batches(ExperimentSpec spec, int trainCount)
    {
        var count = (long)spec.Iterations * spec.BatchSize;
        if (count > Array.MaxLength)
        {
            throw new SecantException(Failure.Usage,
                $"{count} batch indices are more than one array holds ({Array.MaxLength}); add --no-batches");
        }

        var batches = new long[count];
        var schedule = new BatchSchedule(spec.Seed, spec.BatchSize, trainCount);
        for (var iteration = 0; iteration < spec.Iterations; iteration++)
        {
            var indices = schedule.Indices(iteration);
            for (var k = 0; k < indices.Length; k++)
            {
                batches[((long)iteration * indices.Length) + k] = indices[k];
            }
        }

        return batches;
    }
}
