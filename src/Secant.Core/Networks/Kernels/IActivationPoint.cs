using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>An activation function at one pre-activation z of each lane.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T">The lanes.</typeparam>
internal interface IActivationPoint<TSelf, T>
    where TSelf : struct, IActivationPoint<TSelf, T>
    where T : struct, ILanes<T>
{
    /// <summary>The largest slope of the function.</summary>
    static abstract double LargestSlope { get; }

    /// <summary>The point at z.</summary>
    static abstract TSelf At(T z);

    /// <summary>act(z).</summary>
    T Value { get; }

    /// <summary>act(z + d) - act(z) and act(z - d) - act(z), to full precision.</summary>
    /// <param name="entry">The entry of <see cref="Perturbations.Moves"/> that holds d.</param>
    (T Plus, T Minus) Moves(ref double entry);
}
