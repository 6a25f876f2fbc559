using System.Numerics;

namespace Secant.Core.Tests.Referee;

/// <summary>
/// Fixed-point numbers with 288 bits after the point (86 decimal digits), and the few functions that a net needs: what the
/// product's double precision is measured against. Slow, plain, and sharing no code with it.
/// </summary>
internal readonly record struct BigFixed(BigInteger Scaled) : IComparable<BigFixed>
{
    public const int Bits = 288;

    // Each halving of the argument costs the exponential one bit at the end; 24 leave 264, or 79 digits.
    private const int Halvings = 24;

    public static readonly BigFixed Zero = new(BigInteger.Zero);
    public static readonly BigFixed One = new(BigInteger.One << Bits);

    // ln 2 = 2 atanh(1/3); π by Machin's formula, 16 atan(1/5) - 4 atan(1/239).
    public static readonly BigFixed Ln2 = ArcTangent(3, alternate: 1) * 2;
    public static readonly BigFixed Pi = (ArcTangent(5, alternate: -1) * 16) - (ArcTangent(239, alternate: -1) * 4);

    public int Sign => Scaled.Sign;

    public static BigFixed operator +(BigFixed a, BigFixed b) => new(a.Scaled + b.Scaled);

    public static BigFixed operator -(BigFixed a, BigFixed b) => new(a.Scaled - b.Scaled);

    public static BigFixed operator -(BigFixed a) => new(-a.Scaled);

    public static BigFixed operator *(BigFixed a, BigFixed b) => new((a.Scaled * b.Scaled) >> Bits);

    public static BigFixed operator *(BigFixed a, int b) => new(a.Scaled * b);

    public static BigFixed operator /(BigFixed a, BigFixed b) => new((a.Scaled << Bits) / b.Scaled);

    public static BigFixed operator /(BigFixed a, int b) => new(a.Scaled / b);

    public static bool operator <(BigFixed a, BigFixed b) => a.Scaled < b.Scaled;

    public static bool operator >(BigFixed a, BigFixed b) => a.Scaled > b.Scaled;

    public int CompareTo(BigFixed other) => Scaled.CompareTo(other.Scaled);

    public static BigFixed Max(BigFixed a, BigFixed b) => a < b ? b : a;

    public static BigFixed Abs(BigFixed a) => new(BigInteger.Abs(a.Scaled));

    /// <summary>Exact for every double that is a multiple of 2^-288; below that it is cut off.</summary>
    public static BigFixed From(double value) => FromScaled(value, 0);

    /// <summary>value x 2^power, exact where the result is a multiple of 2^-288.</summary>
    public static BigFixed FromScaled(double value, int power)
    {
        if (value == 0)
        {
            return Zero;
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0 : 1L << 52);
        var shifted = (BigInteger)(value < 0 ? -mantissa : mantissa);
        return new BigFixed(shifted).TimesPowerOfTwo(Math.Max(exponent, 1) - 1075 + Bits + power);
    }

    public BigFixed TimesPowerOfTwo(int power) => new(power >= 0 ? Scaled << power : Scaled >> -power);

    public double ToDouble()
    {
        // The top 64 bits alone, as a wide integer may be beyond what a double holds.
        var surplus = Math.Max(0, (int)BigInteger.Abs(Scaled).GetBitLength() - 64);
        return Math.ScaleB((double)(Scaled >> surplus), surplus - Bits);
    }

    /// <summary>e^x as (m, n) with e^x = m 2^n and m from √½ to √2, so that it keeps its digits however small it is.</summary>
    public static (BigFixed Mantissa, int Power) ScaledExp(BigFixed x)
    {
        var n = (int)(((x / Ln2).Scaled + (BigInteger.One << (Bits - 1))) >> Bits);
        var r = (x - (Ln2 * n)).TimesPowerOfTwo(-Halvings);

        // e^r - 1 by its series, then doubled: E(2r) = E(r) (2 + E(r)).
        var sum = Zero;
        var term = r;
        for (var k = 2; term.Sign != 0 && term.Scaled != BigInteger.MinusOne; k++)
        {
            sum += term;
            term = term * r / k;
        }

        for (var k = 0; k < Halvings; k++)
        {
            sum *= One + One + sum;
        }

        return (One + sum, n);
    }

    public static BigFixed Exp(BigFixed x)
    {
        var (mantissa, power) = ScaledExp(x);
        return mantissa.TimesPowerOfTwo(power);
    }

    /// <summary>log x by Halley's steps from the double's; each triples the digits.</summary>
    public static BigFixed Log(BigFixed x)
    {
        var y = From(Math.Log(x.ToDouble()));
        for (var step = 0; step < 2; step++)
        {
            var e = Exp(y);
            y += (x - e) * 2 / (x + e);
        }

        return y;
    }

    /// <summary>Sine and cosine by their series after taking off quarter turns.</summary>
    public static (BigFixed Sine, BigFixed Cosine) SinCos(BigFixed x)
    {
        var quarter = Pi / 2;
        var n = (int)(((x / quarter).Scaled + (BigInteger.One << (Bits - 1))) >> Bits);
        var r = x - (quarter * n);
        var (sine, cosine) = (Zero, Zero);
        var term = One;
        for (var k = 0; BigInteger.Abs(term.Scaled) > 1; k++)
        {
            var signed = k % 4 < 2 ? term : -term;
            (sine, cosine) = k % 2 == 0 ? (sine, cosine + signed) : (sine + signed, cosine);
            term = term * r / (k + 1);
        }

        return (n & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    // Σ s^k / ((2k+1) n^(2k+1)): atanh(1/n) for s = 1, atan(1/n) for s = -1.
    private static BigFixed ArcTangent(int n, int alternate)
    {
        var (sum, power, sign) = (BigInteger.Zero, (BigInteger.One << Bits) / n, 1);
        for (var k = 1; !power.IsZero; k += 2)
        {
            sum += sign * power / k;
            power /= n * n;
            sign *= alternate;
        }

        return new(sum);
    }
}
