namespace Secant.Cli.Details;

/// <summary>What sets things apart that are alike in the rest.</summary>
internal static class Differences
{
    /// <param name="items">The things.</param>
    /// <param name="texts">What can be said of one; empty where there is nothing to say.</param>
    /// <returns>A text a thing, of what is not said of all alike; empty where nothing sets it apart.</returns>
    public static IReadOnlyList<string> Of<T>(IReadOnlyList<T> items, IEnumerable<Func<T, string>> texts)
    {
        var varied = texts.Where(text => items.Select(text).Distinct().Count() > 1).ToList();
        return [.. items.Select(item => string.Join(", ", varied.Select(text => text(item)).Where(text => text.Length > 0)))];
    }
}
