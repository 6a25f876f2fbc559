using System.Runtime.CompilerServices;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// max(z, 0) at z. It moves by exactly d where both ends are on, by 0 where both are off, and by what lies above 0 where the kink
/// is between.
/// </summary>
internal readonly struct ReluPoint<T> : IActivationPoint<ReluPoint<T>, T>
    where T : struct, ILanes<T>
{
    private readonly T _z;
    private readonly T _on;

    private ReluPoint(T z, T on)
    {
        _z = z;
        _on = on;
    }

    public static double LargestSlope => 1;

    /// <summary>NaN stays NaN, so that a net that has none of its numbers left does not pass for one whose units are
    /// off.</summary>
    public T Value => T.Select(T.GreaterThan(T.Broadcast(0), _z), T.Broadcast(0), _z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReluPoint<T> At(T z) => new(z, T.GreaterThan(z, T.Broadcast(0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (T Plus, T Minus) Moves(ref double entry)
    {
        var d = T.Broadcast(Unsafe.Add(ref entry, Perturbations.Move));
        return (Move(d), Move(T.Broadcast(0) - d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Move(T d)
    {
        var end = _z + d;
        var endOn = T.GreaterThan(end, T.Broadcast(0));
        var fromOn = T.Select(endOn, d, T.Broadcast(0) - _z);
        return T.Select(_on, fromOn, T.And(endOn, end));
    }
}
