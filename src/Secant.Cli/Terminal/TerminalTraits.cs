namespace Secant.Cli.Terminal;

/// <summary>What a terminal can do, as the environment tells.</summary>
internal static class TerminalTraits
{
    /// <summary>Whether the cursor can be moved about.</summary>
    public static bool CanBeDrawnOn(Func<string, string?> variables) =>
        OperatingSystem.IsWindows() || variables("TERM") is { Length: > 0 } and not ("dumb" or "unknown");

    /// <summary>False where colours are not wanted (https://no-color.org) or not there.</summary>
    public static bool HasColours(Func<string, string?> variables) =>
        variables("NO_COLOR") is not { Length: > 0 } && variables("TERM") is not ("vt100" or "vt102" or "vt220" or "vt320");

    /// <summary>Whether the locale says so; where it says nothing, plain letters are the safe choice.</summary>
    public static bool HasUnicode(Func<string, string?> variables)
    {
        string[] names = ["LC_ALL", "LC_CTYPE", "LANG"];
        return OperatingSystem.IsWindows()
            || (names.Select(variables).FirstOrDefault(value => value is { Length: > 0 }) is { } locale
                && locale.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase));
    }
}
