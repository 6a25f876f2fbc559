namespace Secant.Lab.Diagnosis;

/// <summary>The lower median: of an even number the smaller of the two in the middle, so that it is a value that somebody
/// had.</summary>
internal static class Medians
{
    /// <returns>0 where there are no values.</returns>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[(sorted.Count - 1) / 2];
    }
}
