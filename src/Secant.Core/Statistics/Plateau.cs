using Secant.Core.Experiments;

namespace Secant.Core.Statistics;

/// <summary>Where a learning curve flattened.</summary>
public static class Plateau
{
    /// <summary>Points that a plateau has at least: over fewer every curve is flat.</summary>
    public const int LeastPoints = 4;

    /// <summary>
    /// The iteration of the first point from which the accuracy never again rises by more than the tolerance; null where fewer than
    /// <see cref="LeastPoints"/> points are left from there on.
    /// </summary>
    /// <param name="curve">The points, in order.</param>
    /// <param name="tolerance">Share of the test images, such as 0.005: less than that is noise of the evaluation.</param>
    public static int? Find(IReadOnlyList<CurvePoint> curve, double tolerance)
    {
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

        return flat <= curve.Count - LeastPoints ? curve[flat].Iteration : null;
    }
}
