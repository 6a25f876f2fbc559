namespace Secant.Core.Checking;

/// <summary>What a <see cref="GradientCheck"/> found, case by case.</summary>
/// <param name="Rows">One row a case.</param>
public sealed record GradientCheckReport(IReadOnlyList<GradientCheckRow> Rows)
{
    /// <summary>True if every difference is within its tolerance.</summary>
    public bool Passed => Rows.All(row => row.Passed);
}

/// <summary>One case of a <see cref="GradientCheck"/>.</summary>
/// <param name="Case">What is special about it.</param>
/// <param name="Compared">Parameters whose partial derivatives were compared with the naive ones.</param>
/// <param name="Naive">The largest difference from the naive central difference; null if there was nothing to compare.</param>
/// <param name="ComparedExact">Parameters compared with backpropagation.</param>
/// <param name="Exact">The largest difference from backpropagation; null if there was nothing to compare.</param>
/// <param name="Remark">Why backpropagation was left out, for some parameters or all; null if it was not.</param>
public sealed record GradientCheckRow(
    string Case, int Compared, GradientDifference? Naive, int ComparedExact, GradientDifference? Exact, string? Remark)
{
    /// <summary>True if both differences are within their tolerances.</summary>
    public bool Passed => Naive is null or { Passed: true } && Exact is null or { Passed: true };
}

/// <summary>A partial derivative by two methods.</summary>
/// <param name="Parameter">Its name, such as <c>W1[300,7]</c>.</param>
/// <param name="Expected">By the naive difference, or by backpropagation.</param>
/// <param name="Incremental">By the incremental kernel.</param>
/// <param name="Tolerance">The largest difference that is no error.</param>
public sealed record GradientDifference(string Parameter, double Expected, double Incremental, double Tolerance)
{
    /// <summary>How far apart the two are; NaN if either is.</summary>
    public double Difference => Math.Abs(Expected - Incremental);

    /// <summary>True if the difference is a number and within the tolerance.</summary>
    public bool Passed => Difference <= Tolerance;
}
