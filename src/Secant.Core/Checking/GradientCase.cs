using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;

namespace Secant.Core.Checking;

/// <summary>A net and a batch on which the methods are compared.</summary>
internal sealed class GradientCase
{
    // The last bits of two losses over 2h: 5e-11 at h 1e-4 where logits are about 1. Larger ones have larger last bits.
    private const double NaiveNoise = 5e-15;

    // Rounding of backpropagation and of the kernel, of the largest partial derivative.
    private const double Rounding = 1e-12;

    // Rounding of the error p - 1 that backpropagation starts from, which cancels where the net is sure.
    private const double ErrorRounding = 1e-15;

    // A step that moves logits so far, half the square of the way, bends the loss: its difference is not the derivative.
    private const double MostBend = 0.1;

    private readonly ExperimentSpec _spec;
    private readonly double[] _inputs;
    private readonly Network _network;

    public GradientCase(ExperimentSpec spec, Parameters parameters, ImageSet images, ReadOnlySpan<int> indices)
    {
        _spec = spec;
        Parameters = parameters;
        Batch = new Batch(new SparseImageSet(images), indices);
        _inputs = new double[indices.Length * images.Dimension];
        for (var b = 0; b < indices.Length; b++)
        {
            var image = images.Image(indices[b]);
            for (var i = 0; i < image.Length; i++)
            {
                _inputs[(b * image.Length) + i] = spec.Scale.Input(image[i]);
            }
        }

        _network = new Network(spec.Activation, _inputs, Batch.Labels);
    }

    public Parameters Parameters { get; }

    public Batch Batch { get; }

    /// <summary>The net's input for one pixel of one sample.</summary>
    public double Input(int sample, int pixel) => _inputs[(sample * Parameters.Shape.Inputs) + pixel];

    /// <summary>Compares all methods on some parameters.</summary>
    /// <param name="name">What is special about them.</param>
    /// <param name="indices">The parameters.</param>
    /// <param name="withoutExact">Why backpropagation says nothing about this case; null if it does.</param>
    /// <param name="cancellation">Ends the comparison between two parameters.</param>
    public GradientCheckRow Compare(
        string name, IReadOnlyCollection<long> indices, string? withoutExact, CancellationToken cancellation)
    {
        var gradient = BatchGradient.Compute(GroupKernels.For(Parameters.Shape, _spec), Parameters, Batch);
        var preActivations = _network.PreActivations(Parameters);
        var noise = NaiveNoise / _spec.Step * Magnitude(preActivations);
        GradientDifference? naive = null;
        foreach (var index in indices)
        {
            cancellation.ThrowIfCancellationRequested();
            naive = Worse(naive, Difference(index, _network.CentralDifference(Parameters, index, _spec.Step), gradient, noise));
        }

        var reach = Reach(preActivations);
        var move = _spec.Step * reach;
        var bend = move * move / 2;
        withoutExact ??= bend > MostBend ? $"the derivative is not what a step of {ExactNumber.Of(_spec.Step)} gives" : null;
        if (withoutExact is not null)
        {
            return new(name, indices.Count, naive, 0, null, withoutExact);
        }

        var exact = _network.Backpropagate(Parameters);
        var tolerance = ((Rounding + bend) * exact.Arrays.Max(array => array.Max(Math.Abs))) + (ErrorRounding * reach);
        var smooth = indices.Where(index => !CrossesKink(index, preActivations)).ToList();
        var worst = smooth.Aggregate((GradientDifference?)null, (worst, index) =>
            Worse(worst, Difference(index, exact[index], gradient, tolerance)));
        var left = indices.Count - smooth.Count;
        return new(name, indices.Count, naive, smooth.Count, worst,
            left == 0 ? null : $"{left} within h of a kink, where there is no derivative");
    }

    // What the largest last bits on the way to the loss are in proportion to.
    private double Magnitude(double[] preActivations)
    {
        var logits = _network.Logits(Parameters, _network.Activations(preActivations));
        return Math.Max(
            Math.Max(1, logits.Max(Math.Abs)),
            preActivations.Max(Math.Abs) * Parameters.OutputWeights.Max(Math.Abs));
    }

    // How far a step of 1 in a parameter can move a logit or a pre-activation. A central difference is off from the derivative by
    // h² / 6 times the third derivative, which grows with the square of this.
    private double Reach(double[] preActivations) => Math.Max(
        Math.Max(1, _inputs.Max()) * Math.Max(1, Parameters.OutputWeights.Max(Math.Abs)),
        _network.Activations(preActivations).Max());

    private bool CrossesKink(long index, double[] preActivations)
    {
        var (d, h, _) = Parameters.Shape;
        if (_spec.Activation != Activation.Relu || index >= (long)(d + 1) * h)
        {
            return false;
        }

        var (input, unit) = ((int)(index / h), (int)(index % h));
        return Enumerable.Range(0, Batch.Size).Any(b =>
        {
            var move = _spec.Step * (input == d ? 1 : Input(b, input));
            return move > 0 && Math.Abs(preActivations[(b * h) + unit]) <= move;
        });
    }

    private GradientDifference Difference(long index, double expected, Parameters gradient, double tolerance) =>
        new(Parameters.NameOf(index, Parameters.Shape), expected, gradient[index], tolerance);

    // Not a number is worst.
    private static GradientDifference Worse(GradientDifference? worst, GradientDifference next) =>
        worst is null || double.IsNaN(next.Difference) || next.Difference > worst.Difference ? next : worst;
}
