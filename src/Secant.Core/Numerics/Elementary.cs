using System.Runtime.CompilerServices;

namespace Secant.Core.Numerics;

/// <summary>
/// Exponentials and logarithms in additions, multiplications, divisions and fused multiply-adds only. The C runtime's differ from
/// machine to machine, and the base library's vector forms from one processor feature to the next; these have the same bits
/// everywhere. Errors stay under 1 unit in the last place, for <c>Expm1</c> under 2. NaN gives NaN.
/// </summary>
internal static class Elementary
{
    // Adding it leaves the nearest integer in the low bits of the sum.
    private const double RoundingShift = 6755399441055744.0;
    private const double OneOverLn2 = 1.4426950408889634;

    // ln 2 in two parts; the first has 21 trailing zero bits, so that its product with an exponent is exact.
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>e^x. Above 709.79 it is infinite, below -745.2 zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : struct, ILanes<T>
    {
        x = Clamp(x, -746, 710);
        var (_, n, r) = Reduce(x);
        var p = T.Broadcast(1) + T.MultiplyAdd(r * r, ExponentialTail(r), r);

        // 2^n in two factors, so that neither overflows nor is subnormal on the way to a result that may be.
        var half = (n * T.Broadcast(0.5)) + T.Broadcast(RoundingShift);
        var other = T.Broadcast(RoundingShift) + (n - (half - T.Broadcast(RoundingShift)));
        return p * PowerOfTwo<T>(half) * PowerOfTwo<T>(other);
    }

    /// <summary>e^x - 1, accurate near 0. Above 709.79 it is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Expm1<T>(T x)
        where T : struct, ILanes<T>
    {
        x = Clamp(x, -40, 710);
        var (shifted, _, r) = Reduce(x);
        var q = T.MultiplyAdd(r * r, ExponentialTail(r), r);

        // Through 2^(n-1), as 2^n itself overflows before the result does.
        var half = PowerOfTwo<T>(shifted - T.Broadcast(1));
        return T.Broadcast(2) * T.MultiplyAdd(half, q, half - T.Broadcast(0.5));
    }

    /// <summary>log x for normal positive x; NaN for NaN and infinity. Zero, negative and subnormal numbers are the caller's to
    /// keep away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : struct, ILanes<T>
    {
        var (k, m) = Split(x);

        // x - x is 0 for every number, and else keeps what is none from passing for one.
        return Logarithm(k, m - T.Broadcast(1), x - x);
    }

    /// <summary>log(1 + x) for x above -1, accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log1p<T>(T x)
        where T : struct, ILanes<T>
    {
        var one = T.Broadcast(1);
        var u = one + x;
        var (k, m) = Split(u);

        // Where 1 + x needs no scaling, x itself is the exact fraction; elsewhere what the sum rounded away is put back.
        var scaled = T.GreaterThan(T.Abs(k), T.Broadcast(0));
        var larger = T.GreaterThan(x, one);
        var lost = T.Select(larger, one - (u - x), x - (u - one)) / u;
        return Logarithm(k, T.Select(scaled, m - one, x), T.And(scaled, lost));
    }

    /// <summary>Scalar e^x.</summary>
    public static double Exp(double x) => Exp(new Lanes1(x)).Value;

    /// <summary>Scalar e^x - 1.</summary>
    public static double Expm1(double x) => Expm1(new Lanes1(x)).Value;

    /// <summary>Scalar log x.</summary>
    public static double Log(double x) => Log(new Lanes1(x)).Value;

    /// <summary>Scalar log(1 + x).</summary>
    public static double Log1p(double x) => Log1p(new Lanes1(x)).Value;

    // NaN fails both comparisons and so passes through.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp<T>(T x, double low, double high)
        where T : struct, ILanes<T>
    {
        x = T.Select(T.GreaterThan(x, T.Broadcast(high)), T.Broadcast(high), x);
        return T.Select(T.GreaterThan(T.Broadcast(low), x), T.Broadcast(low), x);
    }

    // x = n ln 2 + r with n whole and |r| at most ln(2)/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T Shifted, T N, T R) Reduce<T>(T x)
        where T : struct, ILanes<T>
    {
        var shifted = T.MultiplyAdd(x, T.Broadcast(OneOverLn2), T.Broadcast(RoundingShift));
        var n = shifted - T.Broadcast(RoundingShift);
        var r = T.MultiplyAdd(n, T.Broadcast(-Ln2High), x);
        return (shifted, n, T.MultiplyAdd(n, T.Broadcast(-Ln2Low), r));
    }

    // (e^r - 1 - r) / r² = 1/2! + r/3! + ... + r^11/13!; the first term left out is below 2^-55 of r for |r| <= ln(2)/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExponentialTail<T>(T r)
        where T : struct, ILanes<T>
    {
        var p = T.Broadcast(1.0 / 6227020800);
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 479001600));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 39916800));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 3628800));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 362880));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 40320));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 5040));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 720));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 120));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 24));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.0 / 6));
        return T.MultiplyAdd(p, r, T.Broadcast(0.5));
    }

    // 2^n from n + RoundingShift: n moved into the exponent's bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T PowerOfTwo<T>(T shifted)
        where T : struct, ILanes<T> =>
        T.AddBits(T.ShiftLeft(shifted, 52), T.Broadcast(1));

    // x = 2^k m with m from √½ to √2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T K, T M) Split<T>(T x)
        where T : struct, ILanes<T>
    {
        var mantissa = T.Or(
            T.And(x, T.Broadcast(BitConverter.Int64BitsToDouble(0x000F_FFFF_FFFF_FFFF))),
            T.Broadcast(1));

        // The biased exponent, placed under 2^52, is a double once 2^52 is taken off.
        var biased = T.Or(T.ShiftRight(x, 52), T.Broadcast(4503599627370496.0)) - T.Broadcast(4503599627370496.0);
        var k = biased - T.Broadcast(1023);
        var upper = T.GreaterThan(mantissa, T.Broadcast(1.4142135623730951));
        return (
            T.Select(upper, k + T.Broadcast(1), k),
            T.Select(upper, mantissa * T.Broadcast(0.5), mantissa));
    }

    // k ln 2 + log(1 + f) + c, by 2 atanh(s) with s = f / (2 + f); s²
    // <= 0.0295, so the first term left out is below 2^-60 of the sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Logarithm<T>(T k, T f, T c)
        where T : struct, ILanes<T>
    {
        var s = f / (T.Broadcast(2) + f);
        var z = s * s;
        var p = T.Broadcast(2.0 / 23);
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 21));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 19));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 17));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 15));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 13));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 11));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 9));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 7));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 5));
        p = T.MultiplyAdd(p, z, T.Broadcast(2.0 / 3));
        p *= z;

        // log(1 + f) = f - (f²/2 - s (f²/2 + p)): the large part is exact, only the small one is rounded.
        var square = T.Broadcast(0.5) * f * f;
        var low = T.MultiplyAdd(k, T.Broadcast(Ln2Low), c);
        var small = square - T.MultiplyAdd(s, square + p, low);
        return T.MultiplyAdd(k, T.Broadcast(Ln2High), f - small);
    }
}
