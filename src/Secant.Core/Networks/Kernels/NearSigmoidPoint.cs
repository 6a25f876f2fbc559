using System.Runtime.CompilerServices;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// The sigmoid s at z for moves that are small against 1, where <see cref="SigmoidPoint{T}"/> would spend its time dividing. With
/// E± = e^±d - 1 it moves by s (1 - s) E± (1 + s E∓) / (1 + q), q = -s (1 - s) E+ E-, as (1 + s E+)(1 + s E-) = 1 + q.
/// </summary>
internal readonly struct NearSigmoidPoint<T> : IActivationPoint<NearSigmoidPoint<T>, T>
    where T : struct, ILanes<T>
{
    private readonly T _slope;

    private NearSigmoidPoint(T value, T slope)
    {
        Value = value;
        _slope = slope;
    }

    public static double LargestSlope => 0.25;

    /// <summary>
    /// The largest d: q stays below d² / 4 · 1.0001 &lt; 2^-12, and what 1 - q + q² - q³ + q⁴ leaves out of 1 / (1 + q) below
    /// 2^-60.
    /// </summary>
    public static double LargestMove => 1.0 / 32;

    public T Value { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NearSigmoidPoint<T> At(T z)
    {
        var point = SigmoidPoint<T>.At(z);
        return new(point.Value, point.Slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (T Plus, T Minus) Moves(ref double entry)
    {
        var one = T.Broadcast(1);
        var up = T.Broadcast(Unsafe.Add(ref entry, Perturbations.Expm1Plus));
        var down = T.Broadcast(Unsafe.Add(ref entry, Perturbations.Expm1Minus));
        var q = _slope * T.Broadcast(Unsafe.Add(ref entry, Perturbations.Product));
        var inverse = T.MultiplyAdd(q, T.MultiplyAdd(q, T.MultiplyAdd(q, q + one, one), one), one);
        var shared = _slope * inverse;
        return (up * shared * T.MultiplyAdd(Value, down, one), down * shared * T.MultiplyAdd(Value, up, one));
    }
}
