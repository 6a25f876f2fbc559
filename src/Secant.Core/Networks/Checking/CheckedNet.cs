using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks.Kernels;

namespace Secant.Core.Networks.Checking;

/// <summary>One net on one batch, differentiated in three ways.</summary>
internal sealed class CheckedNet
{
    /// <summary>
    /// What rounding leaves of a naive difference is some 1e-16 of the losses in it, divided by h; this is fifty times that, for the
    /// sums behind a loss round too.
    /// </summary>
    private const double NaiveNoise = 5e-15;

    /// <summary>A central difference is off the derivative by (h x)²/6 of a third derivative, which is a few times the first.</summary>
    private const double Truncation = 2;

    private readonly ExperimentSpec _spec;
    private readonly Parameters _parameters;
    private readonly Network _network;
    private readonly double[] _inputs;
    private readonly double[] _preActivations;
    private readonly Parameters _incremental;
    private readonly Parameters _backprop;

    /// <param name="spec">Activation, scale and step of it.</param>
    /// <param name="images">Where the batch comes from.</param>
    /// <param name="indices">The batch, B indices.</param>
    /// <param name="parameters">Where the net is differentiated.</param>
    public CheckedNet(ExperimentSpec spec, ImageSet images, int[] indices, Parameters parameters)
    {
        var batch = new Batch(new SparseImageSet(images), indices);
        var scale = new Perturbations(spec.Scale, spec.Step).Inputs;
        _spec = spec;
        _parameters = parameters;
        _inputs = [.. indices.SelectMany(index => images.Image(index).ToArray()).Select(pixel => scale[pixel])];
        _network = new Network(spec.Activation, _inputs, batch.Labels);
        _preActivations = _network.PreActivations(parameters);
        _incremental = IncrementalGradient.Compute(spec, batch, parameters);
        _backprop = _network.Backpropagate(parameters);
    }

    /// <summary>Compares incremental with naive, and naive with backprop where the step crosses no kink.</summary>
    /// <param name="name">What is compared.</param>
    /// <param name="indices">The parameters to compare.</param>
    /// <param name="withBackprop">Whether the step is small enough for the derivative to be near.</param>
    /// <param name="cancellation">Gives up between two parameters.</param>
    public IEnumerable<GradientComparison> Compare(
        string name, IReadOnlyList<long> indices, bool withBackprop, CancellationToken cancellation)
    {
        var naive = new double[indices.Count];
        var largestLoss = 1.0;
        for (var k = 0; k < naive.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            naive[k] = CentralDifference(indices[k], ref largestLoss);
        }

        var noise = NaiveNoise * largestLoss / _spec.Step;
        yield return Worst(name, "incremental", "naive", indices, index => _incremental[index], k => naive[k], noise);
        if (withBackprop)
        {
            var smooth = Enumerable.Range(0, naive.Length).Where(k => !CrossesKink(indices[k])).ToList();
            yield return Worst(
                name,
                "backprop",
                "naive",
                [.. smooth.Select(k => indices[k])],
                index => _backprop[index],
                k => naive[smooth[k]],
                noise + TruncationBound());
        }
    }

    private GradientComparison Worst(
        string name, string firstWay, string secondWay, IReadOnlyList<long> indices, Func<long, double> first, Func<int, double> second, double tolerance)
    {
        if (indices.Count == 0)
        {
            return new GradientComparison(name, firstWay, secondWay, 0, "-", 0, 0, tolerance);
        }

        // A NaN is the worst of all, and no comparison finds it.
        var worst = Enumerable.Range(0, indices.Count)
            .MaxBy(k => first(indices[k]) - second(k) is var difference && double.IsNaN(difference) ? double.PositiveInfinity : Math.Abs(difference));
        return new GradientComparison(
            name, firstWay, secondWay, indices.Count, ParameterName.Of(_parameters.Shape, indices[worst]), first(indices[worst]), second(worst), tolerance);
    }

    private double CentralDifference(long index, ref double largestLoss)
    {
        var value = _parameters[index];
        _parameters[index] = value + _spec.Step;
        var above = _network.Loss(_parameters);
        _parameters[index] = value - _spec.Step;
        var below = _network.Loss(_parameters);
        _parameters[index] = value;
        largestLoss = Math.Max(largestLoss, Math.Max(above, below));
        return (above - below) / (2 * _spec.Step);
    }

    private double TruncationBound()
    {
        var largestInput = Math.Max(_inputs.Max(), Math.Max(1, _network.Activations(_preActivations).Max()));
        var move = _spec.Step * largestInput;
        return Truncation * move * move * _backprop.Arrays.Max(array => array.Max(Math.Abs));
    }

    /// <summary>Whether a step in this parameter takes some sample's relu from one side of its kink to the other.</summary>
    private bool CrossesKink(long index)
    {
        var (d, h, _) = _parameters.Shape;
        if (_spec.Activation != Activation.Relu || index >= ((long)d * h) + h)
        {
            return false;
        }

        var (input, unit) = ((int)(index / h), (int)(index % h));
        for (var b = 0; b < _network.Samples; b++)
        {
            var move = _spec.Step * (input == d ? 1 : _inputs[(b * d) + input]);
            if (move > 0 && Math.Abs(_preActivations[(b * h) + unit]) <= move)
            {
                return true;
            }
        }

        return false;
    }
}
