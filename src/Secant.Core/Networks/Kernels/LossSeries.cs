using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// The loss difference as a series in the activation's move δ: log Σ p_c e^(δ v_c) = a_1 δ + a_2 δ² + ..., with v_c the logit's
/// slope less that of the label's (so that v = 0 there, and nothing cancels).
/// </summary>
/// <remarks>
/// For |δ| V below ½, V the largest |v|, the sum stays within (1 - p_t)(e^½ - 1) of 1, hence the logarithm below 1.05 (1 - p_t),
/// and by Cauchy's estimate a_n below 1.05 (1 - p_t) (2V)^n. With ρ = 2 |δ| V the terms after degree K add up to less than
/// 1.05 (1 - p_t) ρ^(K+1) / (1 - ρ), which is 2.1 ρ^K / (1 - ρ) of the sample's scale (1 - p_t) |δ| V.
/// </remarks>
internal static class LossSeries
{
    /// <summary>The longest series that is used; where it is too short the full path runs.</summary>
    public const int LargestDegree = 20;

    /// <summary>Stands for the full path, exponentials and a logarithm for every move.</summary>
    public const int FullPath = 0;

    // 2^-55: what is left out is less than a quarter of the last bit.
    private const double Remainder = 1.0 / (1L << 55);

    /// <summary>
    /// The smallest degree whose remainder is below a quarter of the last bit of the sample's scale, given the largest |δ| V; or
    /// <see cref="FullPath"/>. Depends on its argument alone; NaN and infinity give the full path.
    /// </summary>
    public static int DegreeFor(double largestExponent)
    {
        var rho = 2 * largestExponent;
        if (!(rho < 0.25))
        {
            return FullPath;
        }

        var bound = 2.1 * rho / (1 - rho);
        for (var degree = 1; degree <= LargestDegree; degree++)
        {
            if (bound <= Remainder)
            {
                return degree;
            }

            bound *= rho;
        }

        return FullPath;
    }

    // 1/n!, n and 1/n as doubles: conversions and divisions would cost more than the sums that they serve.
    private static readonly double[] InverseFactorials = Table(1.0, (previous, n) => previous / n);
    private static readonly double[] Numbers = Table(0.0, (_, n) => n);
    private static readonly double[] Inverses = Table(0.0, (_, n) => 1.0 / n);

    /// <summary>
    /// Turns the moments M_n = Σ p v^n into the series of log(1 + m_1 δ + m_2 δ² + ...), in place, with m_n = M_n / n!:
    /// a_n = m_n - (1/n) Σ_{k&lt;n} k a_k m_{n-k}.
    /// </summary>
    /// <param name="terms">M_1 to M_K, then a_1 to a_K, each <paramref name="stride"/> doubles after the one before.</param>
    /// <param name="moments">Room for the scaled moments, laid out alike.</param>
    /// <param name="degree">K.</param>
    /// <param name="stride">Doubles from one term to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromMoments<T>(ref double terms, ref double moments, int degree, int stride)
        where T : struct, ILanes<T>
    {
        ref var inverseFactorials = ref MemoryMarshal.GetArrayDataReference(InverseFactorials);
        ref var numbers = ref MemoryMarshal.GetArrayDataReference(Numbers);
        ref var inverses = ref MemoryMarshal.GetArrayDataReference(Inverses);
        for (var n = 1; n <= degree; n++)
        {
            ref var term = ref Unsafe.Add(ref terms, (n - 1) * stride);
            var m = T.Load(ref term) * T.Broadcast(Unsafe.Add(ref inverseFactorials, n));
            T.Store(m, ref Unsafe.Add(ref moments, (n - 1) * stride));
            var sum = T.Broadcast(0);
            for (var k = 1; k < n; k++)
            {
                var a = T.Load(ref Unsafe.Add(ref terms, (k - 1) * stride)) * T.Broadcast(Unsafe.Add(ref numbers, k));
                sum = T.MultiplyAdd(a, T.Load(ref Unsafe.Add(ref moments, (n - k - 1) * stride)), sum);
            }

            T.Store(m - (sum * T.Broadcast(Unsafe.Add(ref inverses, n))), ref term);
        }
    }

    private static double[] Table(double start, Func<double, int, double> next)
    {
        var table = new double[LargestDegree + 1];
        table[0] = start;
        for (var n = 1; n < table.Length; n++)
        {
            table[n] = next(table[n - 1], n);
        }

        return table;
    }
}
