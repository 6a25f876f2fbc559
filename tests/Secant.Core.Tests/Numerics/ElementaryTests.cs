using Secant.Core.Numerics;
using Secant.Core.Tests.Referee;
using Xunit;

namespace Secant.Core.Tests.Numerics;

/// <summary>The elementary functions against 79 digits, in units of the last place (ulp) of the result.</summary>
public sealed class ElementaryTests(ITestOutputHelper output)
{
    private const ulong Seed = 20260729;
    private const int Draws = 4_000;

    private static readonly BigFixed Tiny = BigFixed.From(Math.ScaleB(1, -200));

    [Fact]
    public void Exp_should_be_within_one_ulp()
    {
        var inputs = Uniform(-708, 709.78).Concat(Uniform(-1, 1)).Concat(Logarithmic(-60, 9))
            .Concat([0, -0.0, 709.78, -708, 1, -1, double.Epsilon, 0.34657359027997264, 0.34657359027997270]);

        AssertWithin(1, "Exp", inputs, Elementary.Exp, x => BigFixed.ScaledExp(BigFixed.From(x)));
    }

    [Fact]
    public void Exp_should_be_within_one_ulp_where_the_result_is_subnormal() =>
        AssertWithin(1, "Exp", Uniform(-746, -708).Concat([-745.13, -744.44]), Elementary.Exp,
        x => BigFixed.ScaledExp(BigFixed.From(x)));

    [Fact]
    public void Expm1_should_be_within_two_ulp()
    {
        var inputs = Uniform(-45, 709.78).Concat(Uniform(-2, 2)).Concat(Logarithmic(-60, 9))
            .Concat([709.78, 1, -1, -37.5, -40, -41, -700]);

        AssertWithin(2, "Expm1", inputs, Elementary.Expm1, x =>
        {
            var (mantissa, power) = BigFixed.ScaledExp(BigFixed.From(x));
            return power > 200 ? (mantissa, power) : (mantissa.TimesPowerOfTwo(power) - BigFixed.One, 0);
        });
    }

    [Fact]
    public void Log_should_be_within_one_ulp()
    {
        var inputs = Logarithmic(-100, 1023).Select(Math.Abs).Concat(Uniform(0.5, 2)).Concat(Uniform(0.999, 1.001))
            .Concat([1, Math.BitIncrement(1), Math.BitDecrement(1), 2, 0.5, double.MaxValue, 1.4142135623730951,
            0.70710678118654757]);

        AssertWithin(1, "Log", inputs, Elementary.Log, x => (BigFixed.Log(BigFixed.From(x)), 0));
    }

    [Fact]
    public void Log_should_serve_the_smallest_normal_numbers()
    {
        // 2^-1022, far under what the fixed point holds: log 2^n is n log 2.
        var expected = (BigFixed.Ln2 * -1022).ToDouble();

        Assert.Equal(expected, Elementary.Log(Math.ScaleB(1, -1022)));
    }

    [Fact]
    public void Log1p_should_be_within_one_ulp()
    {
        var inputs = Logarithmic(-60, 900).Where(x => x > -1).Concat(Uniform(-0.9999, 3)).Concat(Uniform(-0.001, 0.001))
            .Concat([Math.BitDecrement(1), 0.41421356237309503, 0.41421356237309509, -0.29289321881345248, Math.BitIncrement(-1),
            -0.5, 1]);

        AssertWithin(1, "Log1p", inputs, Elementary.Log1p, x => (BigFixed.Log(BigFixed.One + BigFixed.From(x)), 0));
    }

    [Fact]
    public void Sine_and_cosine_should_be_within_one_and_a_half_ulp_of_a_turn()
    {
        // Where either is near 0 the turn's own last bit is what counts, so that those are measured against 1.
        var inputs = Uniform(0, 1)
            .Concat([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, Math.BitDecrement(1), Math.ScaleB(1, -53)]);
        var worst = 0.0;
        foreach (var turns in inputs)
        {
            var (sine, cosine) = NormalDistribution.SinCosOfTurns(turns);
            var (exactSine, exactCosine) = BigFixed.SinCos(BigFixed.Pi * 2 * BigFixed.From(turns));
            worst = Math.Max(worst, Math.Max(
                BigFixed.Abs(BigFixed.From(sine) - exactSine).ToDouble(),
                BigFixed.Abs(BigFixed.From(cosine) - exactCosine).ToDouble()));
        }

        output.WriteLine($"largest error {worst:E2}, seed {Seed}");
        Assert.InRange(worst, 0, 1.5 * Math.ScaleB(1, -53));
    }

    [Fact]
    public void Functions_should_keep_zero_infinity_and_nan()
    {
        Assert.Equal(1, Elementary.Exp(0));
        Assert.Equal(0, Elementary.Expm1(0));
        Assert.Equal(0, Elementary.Log(1));
        Assert.Equal(0, Elementary.Log1p(0));
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(709.8));
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, Elementary.Expm1(709.8));
        Assert.Equal(0, Elementary.Exp(-745.2));
        Assert.Equal(0, Elementary.Exp(double.NegativeInfinity));
        Assert.Equal(-1, Elementary.Expm1(double.NegativeInfinity));
        Assert.Equal(double.NaN, Elementary.Exp(double.NaN));
        Assert.Equal(double.NaN, Elementary.Expm1(double.NaN));
        Assert.Equal(double.NaN, Elementary.Log(double.NaN));
        Assert.Equal(double.NaN, Elementary.Log(double.PositiveInfinity));
        Assert.Equal(double.NaN, Elementary.Log1p(double.NaN));
        Assert.Equal(1e-300, Elementary.Expm1(1e-300));
        Assert.Equal(1e-300, Elementary.Log1p(1e-300));
    }

    [Fact]
    public void Functions_should_have_the_same_bits_at_every_width()
    {
        var inputs = Uniform(-750, 720).Concat(Uniform(-3, 3)).Concat(Logarithmic(-300, 9))
            .Concat([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, double.Epsilon]).ToArray();

        AssertSameBits<Lanes128>(inputs);
        AssertSameBits<Lanes256>(inputs);
        AssertSameBits<Lanes512>(inputs);
    }

    private void AssertWithin(
        double ulps, string name, IEnumerable<double> inputs, Func<double, double> function,
        Func<double, (BigFixed Value, int Power)> referee)
    {
        var worst = (Error: 0.0, Input: 0.0, Result: 0.0, Expected: 0.0);
        foreach (var x in inputs)
        {
            var result = function(x);
            var (exact, power) = referee(x);

            // Everything is divided by the exact value's power of two, so that neither end of the exponents is out of reach.
            var error = BigFixed.Abs(BigFixed.FromScaled(result, -power) - exact).ToDouble();
            var expected = Math.ScaleB(exact.ToDouble(), power);
            var ulp = Math.ScaleB(Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected), -power);
            if (!(error / ulp <= worst.Error) && (BigFixed.Abs(exact) > Tiny || error > 0))
            {
                worst = (error / ulp, x, result, expected);
            }
        }

        output.WriteLine($"{name}: largest error {worst.Error:F3} ulp at {worst.Input:R}, seed {Seed}");
        Assert.True(
            worst.Error <= ulps,
            $"{name}({worst.Input:R}): expected {worst.Expected:R}, was {worst.Result:R}, {worst.Error:F3} ulp off, allowed "
                + $"{ulps}; seed {Seed}");
    }

    private static void AssertSameBits<T>(double[] inputs)
        where T : struct, ILanes<T>
    {
        var results = new double[T.Count];
        for (var i = 0; i + T.Count <= inputs.Length; i++)
        {
            var x = T.Load(ref inputs[i]);
            Check(Elementary.Exp(x), Elementary.Exp);
            Check(Elementary.Expm1(x), Elementary.Expm1);
            Check(Elementary.Log(x), Elementary.Log);
            Check(Elementary.Log1p(x), Elementary.Log1p);

            void Check(T value, Func<double, double> scalar)
            {
                T.Store(value, ref results[0]);
                for (var lane = 0; lane < T.Count; lane++)
                {
                    var expected = scalar(inputs[i + lane]);
                    Assert.True(
                        BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(results[lane])
                        || (double.IsNaN(expected) && double.IsNaN(results[lane])),
                        $"{typeof(T).Name}, lane {lane}, {inputs[i + lane]:R}: {expected:R} alone, {results[lane]:R} with "
                            + "others");
                }
            }
        }
    }

    private static IEnumerable<double> Uniform(double low, double high) => Enumerable.Range(0, Draws)
        .Select(k => low + ((high - low) * Philox.Draw(Seed, (uint)k, 0, 0, 0).W0 / uint.MaxValue));

    // Magnitudes from 2^low to 2^high, both signs.
    private static IEnumerable<double> Logarithmic(int low, int high) => Enumerable.Range(0, Draws).Select(k =>
    {
        var (w0, w1, w2, _) = Philox.Draw(Seed, (uint)k, 1, 0, 0);
        return (w2 % 2 == 0 ? 1 : -1) * Math.ScaleB(1 + (w0 / 4294967296.0), low + (int)(w1 % (uint)(high - low)));
    });
}
