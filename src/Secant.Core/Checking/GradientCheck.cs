using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Numerics;
using Secant.Core.Training;

namespace Secant.Core.Checking;

/// <summary>
/// Compares the three ways to a partial derivative: the incremental kernel, the naive central difference (two whole forward
/// passes), and backpropagation. First on sampled parameters of an experiment's own net, then on every edge, on a small net of
/// the same data.
/// </summary>
/// <param name="spec">The experiment; its initial net and first batch are used.</param>
/// <param name="data">Its data.</param>
public sealed class GradientCheck(ExperimentSpec spec, DataSet data)
{
    /// <summary>Parameters that are sampled if not said otherwise.</summary>
    public const int DefaultSamples = 200;

    // What the edges need; larger nets would only take longer.
    private const int EdgeUnits = 16;
    private const int EdgeSamples = 8;
    private const int EdgeParameters = 24;

    // 1 - s is 4e-18 here: gone, had it been computed by subtraction.
    private const double Saturation = 40;

    // p of the label is then within 1e-12 of 1.
    private const double Sureness = 30;

    /// <summary>Runs all cases.</summary>
    /// <param name="samples">How many parameters of the experiment's net to sample. Each costs two forward passes over the
    /// batch.</param>
    /// <param name="seed">Which ones.</param>
    /// <param name="cancellation">Ends the check between two parameters.</param>
    public GradientCheckReport Run(int samples = DefaultSamples, ulong seed = 1, CancellationToken cancellation = default)
    {
        var own = Case(spec);
        var small = spec with
        {
            BatchSize = Math.Min(spec.BatchSize, EdgeSamples),
            HiddenSize = Math.Min(spec.HiddenSize, EdgeUnits)
        };
        var edges = Case(small);
        return new(
        [
            own.Compare("sampled parameters", Sampled(own, samples, seed), null, cancellation),
            edges.Compare("pixel that is zero in all images", Unused(edges), null, cancellation),
            edges.Compare("hidden bias", Range(edges, HiddenBias(edges, 0), small.HiddenSize), null, cancellation),
            edges.Compare("output weight", Range(edges, OutputWeight(edges), EdgeParameters), null, cancellation),
            edges.Compare("output bias", Range(edges, OutputBias(edges), data.Classes), null, cancellation),
            Kinks(small, cancellation),
            Saturated(small, cancellation),
            Sure(small, cancellation),
            WithStep(small, 1, cancellation),
            WithStep(small, 1e-8, cancellation),
        ]);
    }

    // The initial net and the first batch.
    private GradientCase Case(ExperimentSpec of, Action<Parameters>? change = null)
    {
        var parameters = new ReferenceTrainer(of, data).Parameters();
        change?.Invoke(parameters);
        var indices = new BatchSchedule(of.Seed, of.BatchSize, data.Train.Count).Indices(0);
        return new GradientCase(of, parameters, data.Train, indices);
    }

    // Half of them hidden weights of pixels that are in use, the others from all that follows W1.
    private static HashSet<long> Sampled(GradientCase of, int samples, ulong seed)
    {
        var (d, h, _) = of.Parameters.Shape;
        var used = of.Batch.UsedPixels;
        var weights = (ulong)used.Length * (ulong)h;
        var others = (ulong)of.Parameters.Shape.ParameterCount - ((ulong)d * (ulong)h);
        var indices = new HashSet<long>();
        var most = (ulong)samples < weights + others ? samples : (int)(weights + others);
        for (uint k = 0; indices.Count < most; k++)
        {
            var (w0, w1, w2, _) = Philox.Draw(seed, RandomStreams.Checks, k, 0, 0);
            var word = ((ulong)w1 << 32) | w2;
            indices.Add(w0 % 2 == 0 && weights > 0
                ? ((long)used[word % weights / (ulong)h] * h) + (long)(word % (ulong)h)
                : ((long)d * h) + (long)(word % others));
        }

        return indices;
    }

    private static List<long> Unused(GradientCase of) =>
        [.. Enumerable.Range(0, of.Parameters.Shape.Inputs).Except(of.Batch.UsedPixels).Take(EdgeParameters)
            .Select(pixel => (long)pixel * of.Parameters.Shape.Hidden)];

    // Three units with the kink at their pre-activation, half a step above it and half a step below.
    private GradientCheckRow Kinks(ExperimentSpec small, CancellationToken cancellation)
    {
        var relu = small with { Activation = Activation.Relu, HiddenSize = Math.Max(3, small.HiddenSize) };
        var first = Case(relu);
        if (first.Batch.UsedPixels is [] || first.Batch.Images[0].Pixels is not [var pixel, ..])
        {
            return new("relu at its kink", 0, null, 0, null, "the first image is empty");
        }

        var input = first.Input(0, pixel);
        var move = relu.Step * input;
        var at = Case(relu, parameters =>
        {
            // With one weight left, the sum that the bias takes to the kink is the same in any order.
            double[] places = [0, move / 2, -move / 2];
            for (var unit = 0; unit < places.Length; unit++)
            {
                for (var i = 0; i < data.Dimension; i++)
                {
                    parameters.HiddenWeights[(i * relu.HiddenSize) + unit] = i == pixel ? 1.0 / 64 : 0;
                }

                parameters.HiddenBiases[unit] = places[unit] - (input / 64);
            }
        });
        List<long> indices = [];
        for (var unit = 0; unit < 3; unit++)
        {
            indices.Add(((long)pixel * relu.HiddenSize) + unit);
            indices.Add(HiddenBias(at, unit));
        }

        return at.Compare("relu at its kink", indices, "there is no derivative", cancellation);
    }

    private GradientCheckRow Saturated(ExperimentSpec small, CancellationToken cancellation)
    {
        var sigmoid = small with { Activation = Activation.Sigmoid };
        var at = Case(sigmoid, parameters =>
        {
            for (var unit = 0; unit < sigmoid.HiddenSize; unit++)
            {
                parameters.HiddenBiases[unit] = unit % 2 == 0 ? Saturation : -Saturation;
            }
        });
        return at.Compare("saturated sigmoid", Mixed(at), null, cancellation);
    }

    private GradientCheckRow Sure(ExperimentSpec small, CancellationToken cancellation)
    {
        var one = small with { BatchSize = 1 };
        var label = Case(one).Batch.Labels[0];
        var at = Case(one, parameters => parameters.OutputBiases[label] = Sureness);
        return at.Compare("net that is sure", Mixed(at), null, cancellation);
    }

    private GradientCheckRow WithStep(ExperimentSpec small, double step, CancellationToken cancellation)
    {
        var at = Case(small with { Step = step });
        return at.Compare($"step {ExactNumber.Of(step)}", Mixed(at), null, cancellation);
    }

    // Some of every kind.
    private static HashSet<long> Mixed(GradientCase of) => Sampled(of, 2 * EdgeParameters, 1);

    private static long HiddenBias(GradientCase of, int unit) =>
        ((long)of.Parameters.Shape.Inputs * of.Parameters.Shape.Hidden) + unit;

    private static long OutputWeight(GradientCase of) => HiddenBias(of, of.Parameters.Shape.Hidden);

    private static long OutputBias(GradientCase of) => of.Parameters.Shape.ParameterCount - of.Parameters.Shape.Classes;

    private static List<long> Range(GradientCase of, long first, int count)
    {
        var end = Math.Min(first + count, of.Parameters.Shape.ParameterCount);
        return [.. Enumerable.Range(0, (int)(end - first)).Select(k => first + k)];
    }
}
