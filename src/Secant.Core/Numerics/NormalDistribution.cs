using System.Runtime.CompilerServices;

namespace Secant.Core.Numerics;

/// <summary>Standard normal draws by the method of Box and Muller, "A Note on the Generation of Random Normal Deviates"
/// (1958).</summary>
internal static class NormalDistribution
{
    private const double UnitOf53Bits = 1.0 / (1L << 53);

    /// <summary>Two independent draws from N(0, 1), made of the four random words of a <see cref="Philox"/> draw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double First, double Second) Pair((uint W0, uint W1, uint W2, uint W3) words)
    {
        // The radius takes (0, 1], as log 0 is no number; the angle takes [0, 1) turns.
        var radius = (Top53Bits(words.W0, words.W1) + 1) * UnitOf53Bits;
        var (sine, cosine) = SinCosOfTurns(Top53Bits(words.W2, words.W3) * UnitOf53Bits);
        var length = Math.Sqrt(-2 * Elementary.Log(radius));
        return (length * cosine, length * sine);
    }

    /// <summary>Sine and cosine of 2π x turns, for turns from 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sine, double Cosine) SinCosOfTurns(double turns)
    {
        // Quarter turns are taken off exactly; what remains is at most π/4 either way.
        var quarters = Math.Floor((4 * turns) + 0.5);
        var angle = ((4 * turns) - quarters) * (Math.PI / 2);
        var square = angle * angle;
        var sine = Math.FusedMultiplyAdd(angle * square, SineTail(square), angle);
        var cosine = Math.FusedMultiplyAdd(square, CosineTail(square), 1);
        return ((int)quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    private static double Top53Bits(uint low, uint high) => (((ulong)high << 32) | low) >> 11;

    // (sin x - x) / x³ in powers of z = x²; the first term left out is below 2^-60 of x.
    private static double SineTail(double z)
    {
        var p = 1.0 / 355687428096000;
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 1307674368000);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 6227020800);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 39916800);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 362880);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 5040);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 120);
        return Math.FusedMultiplyAdd(p, z, -1.0 / 6);
    }

    // (cos x - 1) / x² in powers of z = x²; the first term left out is below 2^-60.
    private static double CosineTail(double z)
    {
        var p = 1.0 / 20922789888000;
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 87178291200);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 479001600);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 3628800);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 40320);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 720);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 24);
        return Math.FusedMultiplyAdd(p, z, -0.5);
    }
}
