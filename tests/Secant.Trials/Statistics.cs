namespace Secant.Trials;

/// <summary>Median and worst of what was measured.</summary>
internal static class Statistics
{
    public static double Median(this IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
