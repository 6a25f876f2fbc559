namespace Secant.Actors.Hosting.Configuration;

/// <summary>Checks that every brace of a HOCON text has its partner, strings and comments left aside.</summary>
internal static class BraceBalance
{
    /// <returns>What is wrong, with its line; null where nothing is.</returns>
    public static string? FirstFault(string text)
    {
        var open = new Stack<int>();
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (InLine(lines[line], line + 1, open) is { } fault)
            {
                return fault;
            }
        }

        return open.Count > 0 ? $"line {open.Peek()} opens a brace that is never closed" : null;
    }

    private static string? InLine(string text, int line, Stack<int> open)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '#' when !quoted:
                    return null;
                case '/' when !quoted && i + 1 < text.Length && text[i + 1] == '/':
                    return null;
                case '{' when !quoted:
                    open.Push(line);
                    break;
                case '}' when !quoted && !open.TryPop(out _):
                    return $"line {line} closes a brace that was never opened";
                default:
                    break;
            }
        }

        return quoted ? $"line {line} opens a quotation that it does not close" : null;
    }
}
