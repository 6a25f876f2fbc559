using System.Runtime.CompilerServices;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// What the loss differences of every group need to know of the net's outputs on a batch: the softmax of the logits. Made once a
/// pass from Z alone.
/// </summary>
internal sealed class LossState
{
    // Above it a sum of exponentials has all its digits, and Elementary.Log takes it.
    private const double SafelyNormal = 1e-290;

    private readonly double[] _losses;
    private readonly int[] _tops;
    private readonly double[] _logTopComplements;

    private LossState(int samples, int classes)
    {
        Classes = classes;
        PaddedClasses = (classes + NetShape.GroupSize - 1) / NetShape.GroupSize * NetShape.GroupSize;
        Probabilities = new double[samples * PaddedClasses];
        Complements = new double[samples * PaddedClasses];
        LogProbabilities = new double[samples * PaddedClasses];
        _losses = new double[samples];
        _tops = new int[samples];
        _logTopComplements = new double[samples];
    }

    /// <summary>C.</summary>
    public int Classes { get; }

    /// <summary>C rounded up to a multiple of 8, the row length of the tables; what is beyond C counts for nothing.</summary>
    public int PaddedClasses { get; }

    /// <summary>p, B x padded C.</summary>
    public double[] Probabilities { get; }

    /// <summary>1 - p, B x padded C, accurate where p is close to 1.</summary>
    public double[] Complements { get; }

    /// <summary>log p, B x padded C, finite where p itself is too small for a double.</summary>
    public double[] LogProbabilities { get; }

    /// <summary>Reads the logits of a batch.</summary>
    /// <param name="labels">The batch's labels, B.</param>
    /// <param name="logits">Z, B x C.</param>
    /// <param name="classes">C.</param>
    public static LossState From<T>(ReadOnlySpan<byte> labels, ReadOnlySpan<double> logits, int classes)
        where T : struct, ILanes<T>
    {
        var state = new LossState(labels.Length, classes);
        for (var b = 0; b < labels.Length; b++)
        {
            state.Softmax<T>(b, logits.Slice(b * classes, classes), labels[b]);
        }

        return state;
    }

    /// <summary>Mean cross-entropy of the batch; not finite where a logit is not.</summary>
    public double MeanLoss()
    {
        var sum = 0.0;
        foreach (var loss in _losses)
        {
            sum += loss;
        }

        return sum / _losses.Length;
    }

    /// <summary>log(1 - p) of one sample and class, finite where 1 - p itself is too small for a double.</summary>
    public double LogComplement(int b, int c) =>
        c == _tops[b] ? _logTopComplements[b] : Elementary.Log(Complements[(b * PaddedClasses) + c]);

    /// <summary>
    /// log(1 + u), u = Σ p (e^x - 1), given also Σ p e^(x - m) for m the largest log p + x: of the two forms the one that neither
    /// cancels nor overflows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LogOfMean<T>(T u, T scaledMean, T m)
        where T : struct, ILanes<T>
    {
        // An u that overflowed or is no number (0 x infinity) is not near.
        var near = T.GreaterThan(T.Broadcast(0.5), T.Abs(u));
        return T.Select(near, Elementary.Log1p(u), m + Elementary.Log(scaledMean));
    }

    // Fills the sample's rows. The loss is log Σ e^z - z_label.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Softmax<T>(int b, ReadOnlySpan<double> logits, int label)
        where T : struct, ILanes<T>
    {
        var row = b * PaddedClasses;
        var probabilities = Probabilities.AsSpan(row, PaddedClasses);
        var logProbabilities = LogProbabilities.AsSpan(row, PaddedClasses);
        var complements = Complements.AsSpan(row, PaddedClasses);
        var top = 0;
        for (var c = 1; c < logits.Length; c++)
        {
            top = logits[c] > logits[top] ? c : top;
        }

        logProbabilities.Fill(double.NegativeInfinity);
        for (var c = 0; c < logits.Length; c++)
        {
            logProbabilities[c] = logits[c] - logits[top];
        }

        Exponentials<T>(logProbabilities, probabilities);
        var others = 0.0;
        for (var c = 0; c < logits.Length; c++)
        {
            others += c == top ? 0 : probabilities[c];
        }

        var sum = 1 + others;
        var logSum = Elementary.Log1p(others);
        _losses[b] = logSum - logProbabilities[label];
        _tops[b] = top;
        _logTopComplements[b] = (others > SafelyNormal ? Elementary.Log(others) : LogOfOthers(logProbabilities, top)) - logSum;
        for (var c = 0; c < logits.Length; c++)
        {
            complements[c] = (c == top ? others : sum - probabilities[c]) / sum;
            probabilities[c] /= sum;
            logProbabilities[c] -= logSum;
        }
    }

    private static void Exponentials<T>(ReadOnlySpan<double> exponents, Span<double> results)
        where T : struct, ILanes<T>
    {
        for (var c = 0; c < exponents.Length; c += T.Count)
        {
            T.Store(Elementary.Exp(T.Load(ref Unsafe.AsRef(in exponents[c]))), ref results[c]);
        }
    }

    // log Σ e^x without the top one, by way of the second.
    private static double LogOfOthers(ReadOnlySpan<double> exponents, int top)
    {
        var second = double.NegativeInfinity;
        for (var c = 0; c < exponents.Length; c++)
        {
            second = c == top ? second : Math.Max(second, exponents[c]);
        }

        var sum = 0.0;
        for (var c = 0; c < exponents.Length; c++)
        {
            sum += c == top ? 0 : Elementary.Exp(exponents[c] - second);
        }

        return second + Elementary.Log(sum);
    }
}
