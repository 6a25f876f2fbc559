using System.Runtime.CompilerServices;

namespace Secant.Core.Numerics;

/// <summary>One double: the scalar form of everything that is written against <see cref="ILanes{T}"/>.</summary>
internal readonly struct Lanes1(double value) : ILanes<Lanes1>
{
    public static int Count => 1;

    public double Value { get; } = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator +(Lanes1 left, Lanes1 right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 left, Lanes1 right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator *(Lanes1 left, Lanes1 right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator /(Lanes1 left, Lanes1 right) => new(left.Value / right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Broadcast(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(ref double source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1 value, ref double destination) => destination = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplyAdd(Lanes1 left, Lanes1 right, Lanes1 addend) =>
        new(Math.FusedMultiplyAdd(left.Value, right.Value, addend.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Abs(Lanes1 value) => new(Math.Abs(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 GreaterThan(Lanes1 left, Lanes1 right) =>
        new(BitConverter.Int64BitsToDouble(left.Value > right.Value ? -1L : 0L));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Select(Lanes1 mask, Lanes1 whenSet, Lanes1 whenClear) =>
        new(BitConverter.Int64BitsToDouble((Bits(mask) & Bits(whenSet)) | (~Bits(mask) & Bits(whenClear))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 And(Lanes1 left, Lanes1 right) => new(BitConverter.Int64BitsToDouble(Bits(left) & Bits(right)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Or(Lanes1 left, Lanes1 right) => new(BitConverter.Int64BitsToDouble(Bits(left) | Bits(right)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 AddBits(Lanes1 left, Lanes1 right) => new(BitConverter.Int64BitsToDouble(Bits(left) + Bits(right)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 ShiftLeft(Lanes1 value, int bits) => new(BitConverter.Int64BitsToDouble(Bits(value) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 ShiftRight(Lanes1 value, int bits) => new(BitConverter.Int64BitsToDouble(Bits(value) >>> bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(Lanes1 value) => BitConverter.DoubleToInt64Bits(value.Value);
}
