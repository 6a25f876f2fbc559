using Spectre.Console;

namespace Secant.Cli.Rendering;

/// <summary>Text that goes out as it is: neither wrapped at the console's width nor read as markup.</summary>
internal static class PlainText
{
    public static void WritePlainLine(this IAnsiConsole console, string text = "")
    {
        var writer = console.Profile.Out.Writer;
        writer.WriteLine(text);
        writer.Flush();
    }
}
