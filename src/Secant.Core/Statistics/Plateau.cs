using Secant.Core.Experiments;

namespace Secant.Core.Statistics;

/// <summary>Where a learning curve flattened.</summary>
public static class Plateau
{
    /// <summary>
    /// The iteration of the first point from which the accuracy never again rises by more than the tolerance; null where it was still
    /// rising at the last point but one, or where there are fewer than three points.
    /// </summary>
    /// <param name="curve">The points, in order.</param>
    /// <param name="tolerance">Share of the test images, such as 0.005: less than that is noise of the evaluation.</param>
    public static int? Find(IReadOnlyList<CurvePoint> curve, double tolerance)
    {
        if (curve.Count < 3)
        {
            return null;
        }

        var best = double.NegativeInfinity;
        var flat = curve.Count - 1;
        for (var i = curve.Count - 1; i >= 0; i--)
        {
            best = Math.Max(best, curve[i].TestAccuracy);
            if (best - curve[i].TestAccuracy <= tolerance)
            {
                flat = i;
            }
        }

        return flat < curve.Count - 1 ? curve[flat].Iteration : null;
    }

    /// <summary>
    /// True where the accuracy of the last <paramref name="evaluations"/> points is no higher than the best before them: the rule of a
    /// spec's StopWhenFlat. A function of the curve alone, so that every machine stops at the same iteration.
    /// </summary>
    public static bool IsFlat(IReadOnlyList<CurvePoint> curve, int evaluations)
    {
        if (curve.Count <= evaluations)
        {
            return false;
        }

        var before = curve.Take(curve.Count - evaluations).Max(point => point.TestAccuracy);
        return curve.Skip(curve.Count - evaluations).All(point => point.TestAccuracy <= before);
    }
}
