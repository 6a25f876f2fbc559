using Secant.Core.Experiments;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// How far a step h in one incoming weight or bias moves a pre-activation, d = h x, for each of the 256 pixel values and, at
/// <see cref="Bias"/>, for the bias (x = 1), with the exponentials of both directions. Shared by all units and samples.
/// </summary>
internal sealed class Perturbations
{
    /// <summary>Where the bias stands in the tables.</summary>
    public const int Bias = 256;

    /// <summary>Doubles an entry of <see cref="Moves"/>.</summary>
    public const int Stride = 6;

    /// <summary>Within an entry: d.</summary>
    public const int Move = 0;

    /// <summary>Within an entry: e^d.</summary>
    public const int ExpPlus = 1;

    /// <summary>Within an entry: e^-d.</summary>
    public const int ExpMinus = 2;

    /// <summary>Within an entry: e^d - 1.</summary>
    public const int Expm1Plus = 3;

    /// <summary>Within an entry: e^-d - 1.</summary>
    public const int Expm1Minus = 4;

    /// <summary>Within an entry: (e^d - 1)(e^-d - 1), negative.</summary>
    public const int Product = 5;

    public Perturbations(InputScale scale, double step)
    {
        Step = step;
        for (var value = 0; value < Bias; value++)
        {
            Inputs[value] = scale.Input(value);
        }

        for (var value = 0; value <= Bias; value++)
        {
            var d = step * (value == Bias ? 1 : Inputs[value]);
            var entry = Moves.AsSpan(value * Stride, Stride);
            entry[Move] = d;
            entry[ExpPlus] = Elementary.Exp(d);
            entry[ExpMinus] = Elementary.Exp(-d);
            entry[Expm1Plus] = Elementary.Expm1(d);
            entry[Expm1Minus] = Elementary.Expm1(-d);
            entry[Product] = entry[Expm1Plus] * entry[Expm1Minus];
        }
    }

    /// <summary>h.</summary>
    public double Step { get; }

    /// <summary>The net's input for each pixel value.</summary>
    public double[] Inputs { get; } = new double[256];

    /// <summary>For each pixel value and the bias an entry of <see cref="Stride"/> doubles.</summary>
    public double[] Moves { get; } = new double[257 * Stride];

    /// <summary>The largest d in a batch, the bias included.</summary>
    public double LargestMove(Batch batch) =>
        Math.Max(Moves[(batch.LargestPixel * Stride) + Move], Moves[(Bias * Stride) + Move]);
}
