using Secant.Core.Experiments;

namespace Secant.Lab.Contracts;

/// <summary>Fewer points of a curve than there are.</summary>
public static class CurveThinning
{
    /// <summary>Points that one answer of a lab carries: with the rest well under a frame.</summary>
    public const int MostInAnAnswer = 15_000;

    /// <summary>Points evenly spread over a curve, the first and the last among them; all of it where it has no more, or fewer
    /// than two are wanted.</summary>
    public static IReadOnlyList<CurvePoint> Evenly(IReadOnlyList<CurvePoint> curve, int most) => curve.Count <= most || most < 2
        ? curve
        : [.. Enumerable.Range(0, most).Select(point => curve[(int)((long)point * (curve.Count - 1) / (most - 1))])];
}
