using System.Globalization;

namespace Secant.Core;

/// <summary>
/// Text that people see. What others wrote may hold orders to a terminal, breaks that make one line look like two, and marks that
/// turn the direction of what follows.
/// </summary>
public static class ShownText
{
    /// <summary>In one line, a letter for a letter: breaks and tabs are blanks, all else that cannot be seen is a question
    /// mark.</summary>
    public static string Clean(string text) => text.Any(IsOrder)
        ? string.Concat(text.Select(letter => letter is '\t' or '\n' or '\r' ? ' ' : IsOrder(letter) ? '?' : letter))
        : text;

    /// <summary>A JSON text in which such letters are written by their numbers: it says the same.</summary>
    /// <param name="json">As a serializer writes it: breaks between its values are none of text.</param>
    public static string EscapeJson(string json) => json.Any(IsUnsafe)
        ? string.Concat(json.Select(
        letter => IsUnsafe(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : $"{letter}"))
        : json;

    private static bool IsUnsafe(char letter) => letter is not ('\n' or '\r') && IsOrder(letter);

    // Control codes of seven and eight bits; separators of lines; marks, overrides and isolates of direction; the mark of byte
    // order.
    private static bool IsOrder(char letter) => char.IsControl(letter)
        || letter is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
        or '\ufeff';
}
