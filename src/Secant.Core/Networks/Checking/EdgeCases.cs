using Secant.Core.Data;
using Secant.Core.Experiments;

namespace Secant.Core.Networks.Checking;

/// <summary>A small made-up net, brought to each place where a kernel could go wrong. Every parameter is compared, not a sample.</summary>
internal static class EdgeCases
{
    // No size is a multiple of a register's, and the last group has empty lanes.
    private static readonly NetShape Shape = new(Inputs: 13, Hidden: 11, Classes: 3);

    private const int Samples = 7;

    /// <summary>The pixel that is zero in every image.</summary>
    private const int BlankPixel = 4;

    public static IEnumerable<GradientComparison> Compare(ExperimentSpec spec, CancellationToken cancellation)
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            foreach (var scale in Enum.GetValues<InputScale>())
            {
                var name = $"small net, {activation.ToString().ToLowerInvariant()}, {scale.ToString().ToLowerInvariant()}";
                var ordinary = spec with { Activation = activation, Scale = scale, Step = 1e-4 };
                foreach (var row in Net(ordinary).Compare(name, All(), withBackprop: true, cancellation))
                {
                    yield return row;
                }
            }
        }

        var standard = spec with { Step = 1e-4 };
        var cases = new (string Name, CheckedNet Net, IReadOnlyList<long> Indices, bool WithBackprop)[]
        {
            ("zero pixel", Net(standard), Range(BlankPixel * Shape.Hidden, Shape.Hidden), true),
            ("bias", Net(standard), Range(Shape.Inputs * Shape.Hidden, Shape.Hidden), true),
            ("output bias", Net(standard), Range((int)Shape.ParameterCount - Shape.Classes, Shape.Classes), true),
            ("relu at its kink", Net(standard with { Activation = Activation.Relu }, AtKink), All(), false),
            ("saturated sigmoid", Net(standard with { Activation = Activation.Sigmoid }, Saturated), All(), true),
            ("big step, h 1", Net(spec with { Step = 1 }), All(), false),
            ("small step, h 1e-8", Net(spec with { Step = 1e-8 }), All(), true),
        };
        foreach (var (name, net, indices, withBackprop) in cases)
        {
            foreach (var row in net.Compare(name, indices, withBackprop, cancellation))
            {
                yield return row;
            }
        }
    }

    private static CheckedNet Net(ExperimentSpec spec, Action<Parameters, double>? bend = null)
    {
        var random = new Random(20_170);
        var parameters = new Parameters(Shape);
        foreach (var array in parameters.Arrays)
        {
            // Raw pixels reach 255: weights of the same size would saturate every unit.
            var largest = spec.Scale == InputScale.Raw && array == parameters.HiddenWeights ? 0.01 : 1;
            for (var i = 0; i < array.Length; i++)
            {
                array[i] = largest * ((2 * random.NextDouble()) - 1);
            }
        }

        var pixels = new byte[Samples * Shape.Inputs];
        random.NextBytes(pixels);
        var labels = new byte[Samples];
        for (var b = 0; b < Samples; b++)
        {
            pixels[(b * Shape.Inputs) + BlankPixel] = 0;
            labels[b] = (byte)(b % Shape.Classes);
        }

        bend?.Invoke(parameters, spec.Step);
        return new CheckedNet(spec, new ImageSet(1, Shape.Inputs, pixels, labels), [.. Enumerable.Range(0, Samples)], parameters);
    }

    /// <summary>Units that no pixel moves, on the kink, within a step of it on both sides, and just at a step from it.</summary>
    private static void AtKink(Parameters parameters, double step)
    {
        double[] biases = [0, step / 2, -step / 2, step, -step];
        SetBiases(parameters, biases);
        for (var i = 0; i < Shape.Inputs; i++)
        {
            parameters.HiddenWeights.AsSpan(i * Shape.Hidden, biases.Length).Clear();
        }
    }

    /// <summary>Units at 1 - 1e-17 and beyond, down to where e^-z overflows.</summary>
    private static void Saturated(Parameters parameters, double step) => SetBiases(parameters, [40, -40, 700, -700, 800, -800]);

    private static void SetBiases(Parameters parameters, ReadOnlySpan<double> biases) => biases.CopyTo(parameters.HiddenBiases);

    private static long[] All() => Range(0, (int)Shape.ParameterCount);

    private static long[] Range(int first, int count) => [.. Enumerable.Range(first, count).Select(index => (long)index)];
}
