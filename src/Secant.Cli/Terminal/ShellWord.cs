namespace Secant.Cli.Terminal;

/// <summary>Words of commands that people are told to paste.</summary>
internal static class ShellWord
{
    private const string Plain = "_-./:=@%+,";

    /// <summary>A value as it must be typed: one word, of which a shell takes no letter for an order.</summary>
    public static string Of(string value) =>
        value.Length > 0 && value.All(IsPlain) ? value : Quoted(value, OperatingSystem.IsWindows());

    /// <summary>In single quotes, where a shell of Unix looks for nothing but their end; Windows knows double ones
    /// only.</summary>
    internal static string Quoted(string value, bool isWindows) => isWindows
        ? $"\"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char letter) => char.IsLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal);
}
