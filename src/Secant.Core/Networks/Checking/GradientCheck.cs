using Secant.Core.Data;
using Secant.Core.Experiments;

namespace Secant.Core.Networks.Checking;

/// <summary>
/// Compares the ways of differentiating a net: the naive central difference, the incremental one, and hand-written backprop. On the
/// experiment itself for sampled parameters, before and after some training, then on a small net at every edge.
/// </summary>
public static class GradientCheck
{
    private const int MostSamples = 500;
    private const int FewestSamples = 20;

    /// <summary>Images of a batch that are looked at; a larger batch is cut to this.</summary>
    private const int MostImages = 1_000;

    private const int MostPasses = 100;

    /// <summary>Multiplications that the sampled forward passes may take, so that a check takes seconds.</summary>
    private const double ForwardBudget = 2e9;

    /// <summary>Hidden units times images that the training before the second comparison may take.</summary>
    private const long TrainingBudget = 2_000_000;

    /// <param name="spec">The experiment.</param>
    /// <param name="data">Its data set.</param>
    /// <param name="cancellation">Gives up between two parameters.</param>
    /// <returns>The comparisons, each as soon as it is made.</returns>
    public static IEnumerable<GradientComparison> Compare(ExperimentSpec spec, DataSet data, CancellationToken cancellation)
    {
        var trainer = new ReferenceTrainer(spec with { Kernel = GradientKernel.Incremental }, data);
        var passes = (int)Math.Min(Math.Min(spec.Iterations, MostPasses), Math.Max(1, TrainingBudget / ((long)spec.BatchSize * spec.HiddenSize)));
        foreach (var row in Sampled("initial net", spec, data, trainer, cancellation))
        {
            yield return row;
        }

        if (passes > 0)
        {
            while (trainer.Iteration < passes)
            {
                cancellation.ThrowIfCancellationRequested();
                trainer.Step();
            }

            foreach (var row in Sampled($"after {passes} passes", spec, data, trainer, cancellation))
            {
                yield return row;
            }
        }

        foreach (var row in EdgeCases.Compare(spec, cancellation))
        {
            yield return row;
        }
    }

    private static IEnumerable<GradientComparison> Sampled(
        string name, ExperimentSpec spec, DataSet data, ReferenceTrainer trainer, CancellationToken cancellation)
    {
        var drawn = new BatchSchedule(spec.Seed, Math.Min(spec.BatchSize, MostImages), data.Train.Count).Indices(trainer.Iteration);
        var parameters = trainer.Parameters();
        var net = new CheckedNet(spec, data.Train, drawn, parameters);
        var forward = (double)drawn.Length * data.Dimension * spec.HiddenSize;
        var samples = (int)Math.Clamp(ForwardBudget / forward, FewestSamples, MostSamples);
        return net.Compare(name, Sample(parameters.Shape, samples, (int)(spec.Seed % int.MaxValue)), withBackprop: spec.Step < 1e-2, cancellation);
    }

    /// <summary>Distinct indices: two thirds among W1, the rest spread over the other three arrays, which are far smaller.</summary>
    internal static long[] Sample(NetShape shape, int count, int seed)
    {
        var random = new Random(seed);
        var chosen = new SortedSet<long>();
        long first = 0;
        long[] lengths = [(long)shape.Inputs * shape.Hidden, shape.Hidden, (long)shape.Hidden * shape.Classes, shape.Classes];
        int[] shares = [count * 2 / 3, count / 9, count / 9, count / 9];
        foreach (var (length, share) in lengths.Zip(shares))
        {
            for (var draw = 0; draw < share; draw++)
            {
                chosen.Add(first + random.NextInt64(length));
            }

            first += length;
        }

        return [.. chosen];
    }
}
