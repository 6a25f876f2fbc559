using Secant.Core.Experiments;

namespace Secant.Benchmarks;

/// <summary>The experiments that are timed.</summary>
internal static class Specs
{
    public static ExperimentSpec Of(int batch, int hidden, InputScale scale, Activation activation) => new()
    {
        Iterations = int.MaxValue,
        BatchSize = batch,
        LearningRate = scale == InputScale.Raw && activation == Activation.Relu ? 1e-5 : 0.05,
        HiddenSize = hidden,
        Scale = scale,
        Activation = activation,
    };
}
