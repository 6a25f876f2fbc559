using Secant.Core.Checking;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Secant.Core.Numerics;
using Secant.Core.Tests.Referee;

namespace Secant.Core.Tests.Networks;

/// <summary>One net, one batch and one step, with the gradient as each of the methods has it.</summary>
internal sealed class Trial
{
    private readonly double[] _inputs;
    private readonly byte[] _labels;

    public Trial(Activation activation, InputScale scale, double step, Parameters parameters, ImageSet images)
    {
        Spec = new ExperimentSpec
        {
            Iterations = 1,
            BatchSize = images.Count,
            LearningRate = 0.1,
            HiddenSize = parameters.Shape.Hidden,
            Activation = activation,
            Scale = scale,
            Step = step,
        };
        Parameters = parameters;
        _labels = images.Labels.ToArray();
        _inputs = [.. images.Pixels.ToArray().Select(pixel => scale == InputScale.Raw ? pixel : pixel / 255.0)];
        Batch = Batch.Range(new SparseImageSet(images), 0, images.Count);
    }

    public ExperimentSpec Spec { get; }

    public Parameters Parameters { get; }

    public Batch Batch { get; }

    public Parameters Incremental() => Incremental(GroupKernels.For(Parameters.Shape, Spec));

    public Parameters Incremental(IGroupKernel kernel) => BatchGradient.Compute(kernel, Parameters, Batch);

    public double Naive(long index) => Network().CentralDifference(Parameters, index, Spec.Step);

    public Parameters Backpropagated() => Network().Backpropagate(Parameters);

    public ExactNet Exact() => new(Spec.Activation, Parameters, _inputs, _labels, Spec.Step);

    /// <summary>Asserts that the incremental kernel is within a part of the largest partial derivative of the exact central
    /// difference.</summary>
    public double AssertExact(IEnumerable<long>? indices = null, double tolerance = 1e-12)
    {
        var exact = Exact();
        var gradient = Incremental();
        return Oracle.AssertClose(
            indices ?? AllIndices(), gradient.Shape, exact.CentralDifference, index => gradient[index],
                largest => tolerance * largest);
    }

    public IEnumerable<long> AllIndices() =>
        Enumerable.Range(0, (int)Parameters.Shape.ParameterCount).Select(index => (long)index);

    /// <summary>Distinct indices: some of the hidden weights, and some of all the rest.</summary>
    public IReadOnlyList<long> SampledIndices(ulong seed, int count)
    {
        var (d, h, _) = Parameters.Shape;
        var hiddenWeights = (ulong)d * (ulong)h;
        var others = (ulong)Parameters.Shape.ParameterCount - hiddenWeights;
        var indices = new HashSet<long>();
        for (uint k = 0; indices.Count < count; k++)
        {
            var (w0, w1, w2, _) = Philox.Draw(seed, 7, k, 0, 0);
            var word = ((ulong)w1 << 32) | w2;
            indices.Add((long)(w0 % 2 == 0 ? word % hiddenWeights : hiddenWeights + (word % others)));
        }

        return [.. indices];
    }

    /// <summary>Parameters from normal distributions, biases included.</summary>
    public static Parameters Draw(ulong seed, NetShape shape, double hidden, double output)
    {
        var parameters = new Parameters(shape);
        uint array = 0;
        foreach (var (values, deviation) in parameters.Arrays.Zip([hidden, hidden, output, output]))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = deviation * NormalDistribution.Pair(Philox.Draw(seed, 9, array, (uint)i, 0)).First;
            }

            array++;
        }

        return parameters;
    }

    private Network Network() => new(Spec.Activation, _inputs, _labels);
}
