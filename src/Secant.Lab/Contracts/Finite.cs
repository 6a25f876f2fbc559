namespace Secant.Lab.Contracts;

/// <summary>What is shown of a number that may be none: a document holds null, never NaN or an infinity.</summary>
public static class Finite
{
    public static double? OrNull(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
