namespace Secant.Core;

/// <summary>The error of a switch over a closed set of values that meets one it does not know.</summary>
public static class NoRule
{
    /// <summary>Names the value, so that whoever added it finds the switch.</summary>
    /// <param name="value">The value.</param>
    public static InvalidOperationException For<T>(T value) => new($"{typeof(T).Name} {value} has no rule here");
}
