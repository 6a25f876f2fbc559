using Secant.Core.Experiments;

namespace Secant.Core.Statistics;

/// <summary>Where a learning curve flattened.</summary>
/// <param name="Kind">What the curve does at its end.</param>
/// <param name="From">The iteration from which it is flat; null where it is not.</param>
/// <param name="Tolerance">What a flat curve may still gain or lose, as a share of the test images.</param>
public sealed record Plateau(PlateauKind Kind, int? From, double Tolerance)
{
    /// <summary>Points that a plateau has at least: over fewer every curve is flat.</summary>
    public const int LeastPoints = 4;

    /// <summary>Less than this share of the test images nobody asks about.</summary>
    public const double LeastTolerance = 0.005;

    /// <summary>
    /// Flat from the first point from which the accuracy never again rises by more than the tolerance, if at least
    /// <see cref="LeastPoints"/> points are left from there on and the curve does not end lower than it by more than that.
    /// </summary>
    /// <param name="curve">The points, in order.</param>
    /// <param name="testImages">Images that the accuracy was measured on; null where that is not known.</param>
    public static Plateau Of(IReadOnlyList<CurvePoint> curve, int? testImages)
    {
        if (curve.Count == 0)
        {
            return new Plateau(PlateauKind.None, null, LeastTolerance);
        }

        var tolerance = ToleranceOf(curve.Max(point => point.TestAccuracy), testImages);
        var flat = First(curve, tolerance);
        var isLong = flat <= curve.Count - LeastPoints;
        if (isLong && curve[flat].TestAccuracy - curve[^1].TestAccuracy <= tolerance)
        {
            return new Plateau(PlateauKind.Flat, curve[flat].Iteration, tolerance);
        }

        var isRising = curve.Count >= LeastPoints && !isLong
            && curve[^1].TestAccuracy - curve[^LeastPoints].TestAccuracy > tolerance;
        return new Plateau(isRising ? PlateauKind.Rising : PlateauKind.None, null, tolerance);
    }

    // The standard error of an accuracy p on n images, √(p(1-p)/n): less than that is the luck of which images those are.
    private static double ToleranceOf(double accuracy, int? testImages) =>
        testImages is { } count ? Math.Max(LeastTolerance, Math.Sqrt(accuracy * (1 - accuracy) / count)) : LeastTolerance;

    private static int First(IReadOnlyList<CurvePoint> curve, double tolerance)
    {
        var best = double.NegativeInfinity;
        var flat = curve.Count - 1;
        for (var i = curve.Count - 1; i >= 0; i--)
        {
            best = Math.Max(best, curve[i].TestAccuracy);
            flat = best - curve[i].TestAccuracy <= tolerance ? i : flat;
        }

        return flat;
    }
}

/// <summary>What a curve does at its end.</summary>
public enum PlateauKind
{
    /// <summary>Neither flat nor rising as far as its points tell: too few of them, or it falls.</summary>
    None,

    /// <summary>Its last points gain more than the tolerance.</summary>
    Rising,

    /// <summary>It gains no more.</summary>
    Flat,
}
