using System.Runtime.CompilerServices;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// What the loss differences of every group need to know of the net's outputs on a batch: the softmax of the logits, and the
/// series of the loss in a move of one logit. Made once a pass from Z alone.
/// </summary>
internal sealed class LossState
{
    private readonly double[] _losses;

    /// <param name="labels">The batch's labels, B.</param>
    /// <param name="logits">Z, B x C.</param>
    /// <param name="classes">C.</param>
    public LossState(ReadOnlySpan<byte> labels, ReadOnlySpan<double> logits, int classes)
    {
        Classes = classes;
        PaddedClasses = (classes + NetShape.GroupSize - 1) / NetShape.GroupSize * NetShape.GroupSize;
        Probabilities = new double[labels.Length * PaddedClasses];
        Complements = new double[labels.Length * PaddedClasses];
        _losses = new double[labels.Length];
        for (var b = 0; b < labels.Length; b++)
        {
            _losses[b] = Softmax(
                logits.Slice(b * classes, classes),
                labels[b],
                Probabilities.AsSpan(b * PaddedClasses, classes),
                Complements.AsSpan(b * PaddedClasses, classes));
        }
    }

    /// <summary>C.</summary>
    public int Classes { get; }

    /// <summary>C rounded up to a multiple of 8, the row length of both tables; what is beyond C is 0.</summary>
    public int PaddedClasses { get; }

    /// <summary>p, B x padded C.</summary>
    public double[] Probabilities { get; }

    /// <summary>1 - p, B x padded C, accurate where p is close to 1.</summary>
    public double[] Complements { get; }

    /// <summary>Mean cross-entropy of the batch; NaN where a logit is not finite.</summary>
    public double MeanLoss()
    {
        var sum = 0.0;
        foreach (var loss in _losses)
        {
            sum += loss;
        }

        return sum / _losses.Length;
    }

    /// <summary>
    /// For each sample and class the series of the loss in a move of that logit, B x degree x padded C:
    /// log(1 + p (e^δ - 1)) for a class that is not the label, log(1 + (1 - p)(e^-δ - 1)) for the label.
    /// </summary>
    public double[] LogitSeries<T>(Batch batch, int degree)
        where T : struct, ILanes<T>
    {
        if (degree == 0)
        {
            // A step too big for any series: every group takes the full path.
            return [];
        }

        var series = new double[batch.Size * degree * PaddedClasses];
        var moments = new double[degree * PaddedClasses];
        for (var b = 0; b < batch.Size; b++)
        {
            var rows = series.AsSpan(b * degree * PaddedClasses, degree * PaddedClasses);
            var label = batch.Labels[b];
            for (var n = 1; n <= degree; n++)
            {
                var row = rows.Slice((n - 1) * PaddedClasses, PaddedClasses);
                Probabilities.AsSpan(b * PaddedClasses, PaddedClasses).CopyTo(row);
                row[label] = (n % 2 == 0 ? 1 : -1) * Complements[(b * PaddedClasses) + label];
            }

            for (var c = 0; c < PaddedClasses; c += T.Count)
            {
                LossSeries.FromMoments<T>(ref rows[c], ref moments[c], degree, PaddedClasses);
            }
        }

        return series;
    }

    /// <summary>
    /// log(1 + u), u = Σ p (e^x - 1), given also Σ p e^(x - m) for m the largest x or 0: of the two forms the one that neither
    /// cancels nor overflows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LogOfMean<T>(T u, T scaledMean, T m)
        where T : struct, ILanes<T>
    {
        var far = T.GreaterThan(T.Abs(u), T.Broadcast(0.5));
        return T.Select(far, m + Elementary.Log(scaledMean), Elementary.Log1p(u));
    }

    // Writes p and 1 - p and returns log Σ e^z - z_label.
    private static double Softmax(ReadOnlySpan<double> logits, int label, Span<double> probabilities, Span<double> complements)
    {
        var top = 0;
        for (var c = 1; c < logits.Length; c++)
        {
            top = logits[c] > logits[top] ? c : top;
        }

        var others = 0.0;
        for (var c = 0; c < logits.Length; c++)
        {
            probabilities[c] = Elementary.Exp(logits[c] - logits[top]);
            others += c == top ? 0 : probabilities[c];
        }

        var sum = 1 + others;
        for (var c = 0; c < logits.Length; c++)
        {
            complements[c] = (c == top ? others : sum - probabilities[c]) / sum;
            probabilities[c] /= sum;
        }

        return Elementary.Log1p(others) - (logits[label] - logits[top]);
    }
}
