using System.Globalization;

namespace Secant.Core;

/// <summary>Numbers of things as people write them: 1 node, 2 nodes.</summary>
public static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="many">What several are called, where that is more than an s at the end.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
