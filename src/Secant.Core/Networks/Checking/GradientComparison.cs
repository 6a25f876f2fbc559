namespace Secant.Core.Networks.Checking;

/// <summary>Two ways of computing the same partial derivatives, compared where they differ most.</summary>
/// <param name="Case">What was differentiated.</param>
/// <param name="FirstWay">One way: incremental, naive or backprop.</param>
/// <param name="SecondWay">The other.</param>
/// <param name="Count">Partial derivatives compared.</param>
/// <param name="Parameter">Where they differ most, such as <c>W1[300,12]</c>; a dash where none could be compared.</param>
/// <param name="First">The value there by the first way.</param>
/// <param name="Second">The value there by the second way.</param>
/// <param name="Tolerance">Largest difference allowed, absolute.</param>
public sealed record GradientComparison(
    string Case, string FirstWay, string SecondWay, int Count, string Parameter, double First, double Second, double Tolerance)
{
    /// <summary>|first - second|.</summary>
    public double Difference => Math.Abs(First - Second);

    /// <summary>Whether the difference is within the tolerance; NaN never is.</summary>
    public bool Passed => Difference <= Tolerance;
}
