namespace Secant.Core.Experiments;

/// <summary>Which iterations get a point of the curve. It depends on the spec alone, never on time.</summary>
public static class EvaluationSchedule
{
    /// <summary>From this hidden size on an evaluation weighs enough for the default to be a fifth of the run, not a twentieth.</summary>
    public const int HeavyHiddenSize = 2_000;

    /// <summary>Iterations between two points: as the spec says, else ⌈T/20⌉, or ⌈T/5⌉ from <see cref="HeavyHiddenSize"/> on; at least 1.</summary>
    public static int Interval(ExperimentSpec spec)
    {
        var points = spec.HiddenSize >= HeavyHiddenSize ? 5 : 20;
        return spec.EvaluateEvery ?? Math.Max(1, (spec.Iterations + points - 1) / points);
    }

    /// <summary>True for iteration 0, every multiple of the interval, and the last.</summary>
    public static bool IsDue(ExperimentSpec spec, int iteration) =>
        iteration == spec.Iterations || iteration % Interval(spec) == 0;
}
