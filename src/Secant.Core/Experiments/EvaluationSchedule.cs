namespace Secant.Core.Experiments;

/// <summary>Which iterations get a point of the curve. It depends on the spec alone, never on time.</summary>
public static class EvaluationSchedule
{
    /// <summary>From this hidden size on an evaluation weighs enough for the default to be a fifth of the run, not a
    /// twentieth.</summary>
    public const int HeavyHiddenSize = 2_000;

    /// <summary>Iterations between two points: as the spec says, else ⌈T/20⌉, or ⌈T/5⌉ from <see cref="HeavyHiddenSize"/> on; at
    /// least 1.</summary>
    public static int Interval(ExperimentSpec spec)
    {
        var points = spec.HiddenSize >= HeavyHiddenSize ? 5 : 20;
        return spec.EvaluateEvery ?? Math.Max(1, (spec.Iterations + points - 1) / points);
    }

    /// <summary>True for iteration 0, every multiple of the interval, and the last.</summary>
    public static bool IsDue(ExperimentSpec spec, int iteration) =>
        iteration == spec.Iterations || iteration % Interval(spec) == 0;

    /// <summary>
    /// True where the run ends: after all iterations, or, where the spec says so, at the first point of the curve that has N
    /// points since the best, itself included, none of them better. It depends on the spec and the curve alone, so that every run
    /// of the spec ends there.
    /// </summary>
    /// <param name="spec">The experiment.</param>
    /// <param name="iteration">Passes made.</param>
    /// <param name="curve">Its points so far, that of the iteration included if one is due.</param>
    public static bool IsLast(ExperimentSpec spec, int iteration, IReadOnlyList<CurvePoint> curve) =>
        iteration == spec.Iterations
        || (spec.StopWhenFlat is { } patience && curve is [.., var last] && last.Iteration == iteration
        && PointsSinceBest(curve) >= patience);

    // The first of equals is the best: a curve that stays as it is does not improve.
    private static int PointsSinceBest(IReadOnlyList<CurvePoint> curve)
    {
        var best = 0;
        for (var i = 1; i < curve.Count; i++)
        {
            best = curve[i].TestAccuracy > curve[best].TestAccuracy ? i : best;
        }

        return curve.Count - 1 - best;
    }
}
