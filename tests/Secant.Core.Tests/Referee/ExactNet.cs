using Secant.Core.Experiments;
using Secant.Core.Networks;

namespace Secant.Core.Tests.Referee;

/// <summary>
/// (L(θ+h) - L(θ-h)) / 2h of a two-layer net in high precision, θ ± h not rounded. What a perturbation does not touch is kept; at
/// this precision that changes nothing.
/// </summary>
internal sealed class ExactNet
{
    private readonly Activation _activation;
    private readonly NetShape _shape;
    private readonly BigFixed _step;
    private readonly byte[] _labels;
    private readonly BigFixed[][] _inputs;
    private readonly BigFixed[] _outputWeights;
    private readonly BigFixed[][] _preActivations;
    private readonly BigFixed[][] _activations;
    private readonly BigFixed[][] _logits;

    /// <param name="activation">The hidden units' activation.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="inputs">B x D.</param>
    /// <param name="labels">B.</param>
    /// <param name="step">h.</param>
    public ExactNet(Activation activation, Parameters parameters, double[] inputs, byte[] labels, double step)
    {
        var (d, h, c) = _shape = parameters.Shape;
        _activation = activation;
        _step = BigFixed.From(step);
        _labels = labels;
        var hiddenWeights = parameters.HiddenWeights.Select(BigFixed.From).ToArray();
        _outputWeights = [.. parameters.OutputWeights.Select(BigFixed.From)];
        _inputs = [.. labels.Select((_, b) => inputs.AsSpan(b * d, d).ToArray().Select(BigFixed.From).ToArray())];
        _preActivations =
        [
            .. _inputs.Select(x => Enumerable.Range(0, h).Select(j => Sum(
                BigFixed.From(parameters.HiddenBiases[j]),
                Enumerable.Range(0, d).Where(i => x[i].Sign != 0).Select(i => x[i] * hiddenWeights[(i * h) + j]))).ToArray()),
        ];
        _activations = [.. _preActivations.Select(row => row.Select(Activate).ToArray())];
        _logits =
        [
            .. _activations.Select(a => Enumerable.Range(0, c).Select(k => Sum(
                BigFixed.From(parameters.OutputBiases[k]),
                Enumerable.Range(0, h).Select(j => a[j] * _outputWeights[(j * c) + k]))).ToArray()),
        ];
    }

    /// <summary>The central difference for the parameter at an index of the book's order.</summary>
    public double CentralDifference(long index)
    {
        var (d, h, c) = _shape;
        var difference = BigFixed.Zero;
        for (var b = 0; b < _labels.Length; b++)
        {
            difference += Loss(b, index, _step) - Loss(b, index, -_step);
        }

        return (difference / _labels.Length / (_step * 2)).ToDouble();

        BigFixed Loss(int sample, long parameter, BigFixed move)
        {
            if (parameter < (long)d * h)
            {
                return Hidden(sample, (int)(parameter % h), _inputs[sample][parameter / h] * move);
            }

            parameter -= (long)d * h;
            if (parameter < h)
            {
                return Hidden(sample, (int)parameter, move);
            }

            parameter -= h;
            return parameter < (long)h * c
                ? Output(sample, (int)(parameter % c), _activations[sample][parameter / c] * move)
                : Output(sample, (int)(parameter - ((long)h * c)), move);
        }
    }

    // The loss of a sample whose unit j has its pre-activation moved.
    private BigFixed Hidden(int sample, int j, BigFixed move)
    {
        if (move.Sign == 0)
        {
            return BigFixed.Zero;
        }

        var delta = Activate(_preActivations[sample][j] + move) - _activations[sample][j];
        return Loss(sample, [.. _logits[sample].Select((z, k) => z + (delta * _outputWeights[(j * _shape.Classes) + k]))]);
    }

    private BigFixed Output(int sample, int k, BigFixed move)
    {
        var row = _logits[sample].ToArray();
        row[k] += move;
        return Loss(sample, row);
    }

    private BigFixed Loss(int sample, BigFixed[] logits)
    {
        var top = logits.Max();
        return BigFixed.Log(Sum(BigFixed.Zero, logits.Select(z => BigFixed.Exp(z - top)))) - (logits[_labels[sample]] - top);
    }

    private BigFixed Activate(BigFixed z) => _activation == Activation.Relu
        ? BigFixed.Max(z, BigFixed.Zero)
        : BigFixed.One / (BigFixed.One + BigFixed.Exp(-z));

    private static BigFixed Sum(BigFixed start, IEnumerable<BigFixed> terms) => terms.Aggregate(start, (sum, term) => sum + term);
}
