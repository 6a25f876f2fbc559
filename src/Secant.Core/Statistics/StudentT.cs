namespace Secant.Core.Statistics;

/// <summary>Student's t distribution: what turns a few repeats into an interval.</summary>
public static class StudentT
{
    // The 97.5 % point of the normal distribution, the limit for many repeats.
    private const double Normal = 1.959963984540054;

    // Up to here the series below is off by more than the fourth digit.
    private static readonly double[] Few =
    [
        12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135, 2.262157163,
            2.228138852,
    ];

    /// <summary>The factor t with P(-t &lt; T &lt; t) = 0.95.</summary>
    /// <param name="freedom">Degrees of freedom, n - 1 for n repeats; at least 1.</param>
    public static double Factor95(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        if (freedom <= Few.Length)
        {
            return Few[freedom - 1];
        }

        // Cornish and Fisher's expansion in 1 / freedom.
        const double z = Normal;
        const double z2 = z * z;
        const double first = z * (z2 + 1) / 4;
        const double second = z * ((((5 * z2) + 16) * z2) + 3) / 96;
        const double third = z * ((((((3 * z2) + 19) * z2) + 17) * z2) - 15) / 384;
        const double fourth = z * ((((((((79 * z2) + 776) * z2) + 1482) * z2) - 1920) * z2) - 945) / 92160;
        var v = 1.0 / freedom;
        return z + (v * (first + (v * (second + (v * (third + (v * fourth)))))));
    }
}
