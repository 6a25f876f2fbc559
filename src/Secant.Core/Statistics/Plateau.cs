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
}
