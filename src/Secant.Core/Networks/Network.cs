using System.Numerics;
using System.Runtime.InteropServices;
using Secant.Core.Experiments;
using Secant.Core.Numerics;

namespace Secant.Core.Networks;

/// <summary>
/// The net as the book computes it: whole forward passes on dense inputs. Slow and plain; it is what the incremental kernel is
/// checked against.
/// </summary>
/// <param name="activation">The hidden units' activation.</param>
/// <param name="inputs">Net inputs of some samples, B x D.</param>
/// <param name="labels">Their labels, B.</param>
internal sealed class Network(Activation activation, double[] inputs, byte[] labels)
{
    /// <summary>B.</summary>
    public int Samples => labels.Length;

    /// <summary>z1 = x W1 + b1, B x H.</summary>
    public double[] PreActivations(Parameters parameters)
    {
        var (d, h, _) = parameters.Shape;
        var z = new double[Samples * h];
        for (var b = 0; b < Samples; b++)
        {
            var row = z.AsSpan(b * h, h);
            for (var i = 0; i < d; i++)
            {
                var x = inputs[(b * d) + i];
                var weights = parameters.HiddenWeights.AsSpan(i * h, h);
                AddProducts(row, x, weights);
            }

            for (var j = 0; j < h; j++)
            {
                row[j] += parameters.HiddenBiases[j];
            }
        }

        return z;
    }

    /// <summary>act(z), in a new array of the same shape.</summary>
    public double[] Activations(double[] preActivations) =>
        [.. preActivations.Select(Activate)];

    /// <summary>z2 = a W2 + b2, B x C, from activations, B x H.</summary>
    public double[] Logits(Parameters parameters, double[] activations)
    {
        var (_, h, c) = parameters.Shape;
        var logits = new double[Samples * c];
        for (var b = 0; b < Samples; b++)
        {
            var row = logits.AsSpan(b * c, c);
            for (var j = 0; j < h; j++)
            {
                for (var k = 0; k < c; k++)
                {
                    row[k] += activations[(b * h) + j] * parameters.OutputWeights[(j * c) + k];
                }
            }

            for (var k = 0; k < c; k++)
            {
                row[k] += parameters.OutputBiases[k];
            }
        }

        return logits;
    }

    /// <summary>Softmax of each row of logits, B x C.</summary>
    public double[] Softmax(double[] logits)
    {
        var classes = logits.Length / Samples;
        var probabilities = new double[logits.Length];
        for (var b = 0; b < Samples; b++)
        {
            var row = logits.AsSpan(b * classes, classes);
            var top = Largest(row);
            var sum = 0.0;
            for (var k = 0; k < classes; k++)
            {
                sum += probabilities[(b * classes) + k] = Elementary.Exp(row[k] - top);
            }

            for (var k = 0; k < classes; k++)
            {
                probabilities[(b * classes) + k] /= sum;
            }
        }

        return probabilities;
    }

    /// <summary>The mean softmax cross-entropy of the batch, log Σ e^z - z_label for each sample.</summary>
    public double Loss(Parameters parameters)
    {
        var logits = Logits(parameters, Activations(PreActivations(parameters)));
        var classes = parameters.Shape.Classes;
        var sum = 0.0;
        for (var b = 0; b < Samples; b++)
        {
            var row = logits.AsSpan(b * classes, classes);
            var top = Largest(row);
            var exponentials = 0.0;
            foreach (var logit in row)
            {
                exponentials += Elementary.Exp(logit - top);
            }

            sum += Elementary.Log(exponentials) - (row[labels[b]] - top);
        }

        return sum / Samples;
    }

    /// <summary>
    /// (L(θ+h) - L(θ-h)) / 2h for one parameter, by two whole forward passes. Its rounding noise is some 1e-15 / h.
    /// </summary>
    public double CentralDifference(Parameters parameters, long index, double step)
    {
        var value = parameters[index];
        parameters[index] = value + step;
        var above = Loss(parameters);
        parameters[index] = value - step;
        var below = Loss(parameters);
        parameters[index] = value;
        return (above - below) / (2 * step);
    }

    /// <summary>The exact gradient by backpropagation, in the order of the parameters: a check, never a trainer.</summary>
    public Parameters Backpropagate(Parameters parameters)
    {
        var (d, h, c) = parameters.Shape;
        var z = PreActivations(parameters);
        var a = Activations(z);
        var outputError = Softmax(Logits(parameters, a));
        for (var b = 0; b < Samples; b++)
        {
            outputError[(b * c) + labels[b]] -= 1;
        }

        var gradient = new Parameters(parameters.Shape);
        for (var b = 0; b < Samples; b++)
        {
            for (var k = 0; k < c; k++)
            {
                gradient.OutputBiases[k] += outputError[(b * c) + k] / Samples;
            }

            for (var j = 0; j < h; j++)
            {
                var hiddenError = 0.0;
                for (var k = 0; k < c; k++)
                {
                    var error = outputError[(b * c) + k] / Samples;
                    gradient.OutputWeights[(j * c) + k] += a[(b * h) + j] * error;
                    hiddenError += error * parameters.OutputWeights[(j * c) + k];
                }

                hiddenError *= Slope(z[(b * h) + j], a[(b * h) + j]);
                gradient.HiddenBiases[j] += hiddenError;
                for (var i = 0; i < d; i++)
                {
                    gradient.HiddenWeights[(i * h) + j] += inputs[(b * d) + i] * hiddenError;
                }
            }
        }

        return gradient;
    }

    // sums += x weights. Product and sum are each rounded, as in a plain loop, so that the width does not show.
    private static void AddProducts(Span<double> sums, double x, ReadOnlySpan<double> weights)
    {
        var wideSums = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var wideWeights = MemoryMarshal.Cast<double, Vector<double>>(weights);
        for (var j = 0; j < wideSums.Length; j++)
        {
            wideSums[j] += wideWeights[j] * x;
        }

        for (var j = wideSums.Length * Vector<double>.Count; j < sums.Length; j++)
        {
            sums[j] += x * weights[j];
        }
    }

    private static double Largest(ReadOnlySpan<double> row)
    {
        var top = row[0];
        foreach (var logit in row)
        {
            top = Math.Max(top, logit);
        }

        return top;
    }

    private double Activate(double z) => activation switch
    {
        Activation.Sigmoid => Sigmoid(z),
        Activation.Relu => Math.Max(z, 0),
        _ => throw NoRule.For(activation),
    };

    private double Slope(double z, double a) => activation switch
    {
        Activation.Sigmoid => a * (1 - a),
        Activation.Relu => z > 0 ? 1 : 0,
        _ => throw NoRule.For(activation),
    };

    private static double Sigmoid(double z) => 1 / (1 + Elementary.Exp(-z));
}
