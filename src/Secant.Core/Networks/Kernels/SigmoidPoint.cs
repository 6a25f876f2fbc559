using System.Runtime.CompilerServices;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// The sigmoid s at z. With E = e^d - 1 it moves by s (1 - s) E / (1 + s E): the subtraction of two sigmoids would cancel. The
/// denominator is written (1 - s) + s e^d, a sum of positive terms.
/// </summary>
internal readonly struct SigmoidPoint<T> : IActivationPoint<SigmoidPoint<T>, T>
    where T : struct, ILanes<T>
{
    private readonly T _complement;

    private SigmoidPoint(T value, T complement, T slope)
    {
        Value = value;
        _complement = complement;
        Slope = slope;
    }

    public static double LargestSlope => 0.25;

    public T Value { get; }

    /// <summary>s (1 - s).</summary>
    public T Slope { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SigmoidPoint<T> At(T z)
    {
        // From e^-|z|, so that s and 1 - s keep their digits at both ends.
        var e = Elementary.Exp(T.Broadcast(0) - T.Abs(z));
        var large = T.Broadcast(1) / (T.Broadcast(1) + e);
        var small = e * large;
        var positive = T.GreaterThan(z, T.Broadcast(0));
        return new(T.Select(positive, large, small), T.Select(positive, small, large), small * large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (T Plus, T Minus) Moves(ref double entry)
    {
        var up = T.MultiplyAdd(Value, T.Broadcast(Unsafe.Add(ref entry, Perturbations.ExpPlus)), _complement);
        var down = T.MultiplyAdd(Value, T.Broadcast(Unsafe.Add(ref entry, Perturbations.ExpMinus)), _complement);

        // One division serves both directions.
        var shared = Slope / (up * down);
        return (
            T.Broadcast(Unsafe.Add(ref entry, Perturbations.Expm1Plus)) * down * shared,
            T.Broadcast(Unsafe.Add(ref entry, Perturbations.Expm1Minus)) * up * shared);
    }
}
