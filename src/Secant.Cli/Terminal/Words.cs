namespace Secant.Cli.Terminal;

/// <summary>Values that are words.</summary>
internal static class Words
{
    /// <summary>The words of an enumeration as they are typed.</summary>
    public static string[] All<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>One of them.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();

    /// <summary>Reads one of the words of an enumeration.</summary>
    public static bool TryOne<T>(string text, out T value)
        where T : struct, Enum
    {
        var index = Array.IndexOf(All<T>(), text);
        value = index >= 0 ? Enum.GetValues<T>()[index] : default;
        return index >= 0;
    }
}
