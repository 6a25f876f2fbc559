using Secant.Core.Networks;
using Xunit;

namespace Secant.Core.Tests.Networks;

/// <summary>Compares a gradient with what it should be, and says all that is needed to look into a difference.</summary>
internal static class Oracle
{
    /// <summary>Returns the largest difference as a part of the largest expected partial derivative.</summary>
    /// <param name="indices">The parameters to compare.</param>
    /// <param name="shape">The net's.</param>
    /// <param name="expected">The partial derivative at an index, by the referee.</param>
    /// <param name="actual">The same by what is tested.</param>
    /// <param name="tolerance">The allowed difference, given the largest expected partial derivative.</param>
    public static double AssertClose(
        IEnumerable<long> indices, NetShape shape, Func<long, double> expected, Func<long, double> actual,
        Func<double, double> tolerance)
    {
        var rows = indices.Select(index => (Index: index, Expected: expected(index), Actual: actual(index))).ToList();
        var largest = rows.Max(row => Math.Abs(row.Expected));
        var allowed = tolerance(largest);
        var worst = rows.MaxBy(row => Difference(row.Expected, row.Actual));
        var difference = Difference(worst.Expected, worst.Actual);
        Assert.True(
            difference <= allowed,
            $"{Name(worst.Index, shape)}: expected {worst.Expected:R}, was {worst.Actual:R}, differs by {difference:E2}, "
            + $"allowed {allowed:E2}; largest partial derivative {largest:E3}; "
            + $"{rows.Count(row => !(Difference(row.Expected, row.Actual) <= allowed))} of {rows.Count} are off");
        return largest == 0 ? 0 : difference / largest;
    }

    // Not a number is as far off as can be.
    private static double Difference(double expected, double actual) =>
        double.IsFinite(actual) ? Math.Abs(expected - actual) : double.PositiveInfinity;

    private static string Name(long index, NetShape shape) => Parameters.NameOf(index, shape);
}
