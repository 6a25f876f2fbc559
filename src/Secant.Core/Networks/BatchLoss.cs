using Secant.Core.Networks.Kernels;
using Secant.Core.Numerics;

namespace Secant.Core.Networks;

/// <summary>The loss of a batch from the net's outputs.</summary>
public static class BatchLoss
{
    /// <summary>Mean softmax cross-entropy of logits, B x C, given the labels, B; NaN or infinite where a logit is not
    /// finite.</summary>
    public static double Mean(ReadOnlySpan<byte> labels, ReadOnlySpan<double> logits, int classes) =>
        LossState.From<Lanes1>(labels, logits, classes).MeanLoss();
}
