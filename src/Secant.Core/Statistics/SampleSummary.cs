namespace Secant.Core.Statistics;

/// <summary>Mean and spread of a few repeats.</summary>
/// <param name="Count">How many, n.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Standard deviation with n - 1 below; null for one repeat.</param>
/// <param name="HalfWidth95">Half the width of the 95 % interval of the mean, t·s/√n; null for one repeat.</param>
public sealed record SampleSummary(int Count, double Mean, double? Deviation, double? HalfWidth95)
{
    /// <returns>Null for no values at all.</returns>
    public static SampleSummary? Of(IReadOnlyList<double> values)
    {
        var count = values.Count;
        if (count == 0)
        {
            return null;
        }

        var mean = values.Average();
        if (count == 1)
        {
            return new SampleSummary(1, mean, null, null);
        }

        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (count - 1));
        return new SampleSummary(count, mean, deviation, StudentT.Factor95(count - 1) * deviation / Math.Sqrt(count));
    }

    /// <summary>Lower end of the 95 % interval.</summary>
    public double? Low => Mean - HalfWidth95;

    /// <summary>Upper end of the 95 % interval.</summary>
    public double? High => Mean + HalfWidth95;
}
