using System.Runtime.CompilerServices;
using Secant.Core.Experiments;
using Secant.Core.Numerics;

namespace Secant.Core.Networks;

/// <summary>The initial weights, each a function of the seed, its layer, its unit and its input alone. Biases start at
/// 0.</summary>
internal sealed class WeightInitializer(ExperimentSpec spec, NetShape shape)
{
    private readonly double _hiddenDeviation = spec.Initialization.DeviationFor(shape.Inputs);
    private readonly double _outputDeviation = spec.Initialization.DeviationFor(shape.Hidden);

    /// <summary>Fills the D incoming weights of a hidden unit.</summary>
    public void IncomingWeights(int unit, Span<double> weights) =>
        Fill(RandomStreams.HiddenWeights, unit, _hiddenDeviation, weights);

    /// <summary>Fills the C outgoing weights of a hidden unit.</summary>
    public void OutgoingWeights(int unit, Span<double> weights) =>
        Fill(RandomStreams.OutputWeights, unit, _outputDeviation, weights);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(uint stream, int unit, double deviation, Span<double> weights)
    {
        for (var i = 0; i < weights.Length; i += 2)
        {
            var (first, second) = NormalDistribution.Pair(Philox.Draw(spec.Seed, stream, (uint)unit, (uint)(i / 2), 0));
            weights[i] = deviation * first;
            if (i + 1 < weights.Length)
            {
                weights[i + 1] = deviation * second;
            }
        }
    }
}
