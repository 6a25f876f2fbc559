using Secant.Core;
using Spectre.Console;

namespace Secant.Cli.Terminal;

/// <summary>Text that goes out as it is: neither wrapped at the console's width nor read as markup.</summary>
internal static class PlainText
{
    /// <summary>Writes one line, without what a terminal would take for an order.</summary>
    public static void WritePlainLine(this IAnsiConsole console, string text = "") => Write(console, ShownText.Clean(text));

    /// <summary>Writes a JSON document, which has lines of its own and says exactly what is stored.</summary>
    public static void WriteJson(this IAnsiConsole console, string json) => Write(console, ShownText.EscapeJson(json));

    private static void Write(IAnsiConsole console, string text)
    {
        var writer = console.Profile.Out.Writer;
        writer.WriteLine(text);
        writer.Flush();
    }
}
