namespace Secant.Actors.Hosting.Configuration;

/// <summary>
/// Checks the outline of a HOCON text, strings and comments left aside, before Akka's parser reads it. That parser stops in
/// silence at a brace too many. It reads on for ever in a list that it does not understand, and calls itself for every level and
/// dot.
/// </summary>
internal sealed class HoconShape
{
    /// <summary>Levels of braces and brackets, and dots of a path: all that Akka's own settings nest is less than half of
    /// it.</summary>
    private const int Deepest = 32;

    // What neither begins a value nor ends one; `${` does not come so far.
    private const string StrangeInLists = ":=+`^?!@*&\\$";

    private readonly Stack<(char Opener, int Line)> _open = new();
    private int _dots;

    private HoconShape()
    {
    }

    /// <returns>What is wrong, with its line; null where nothing is.</returns>
    public static string? FirstFault(string text)
    {
        var shape = new HoconShape();
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (shape.InLine(lines[line], line + 1) is { } fault)
            {
                return fault;
            }
        }

        return shape._open.TryPeek(out var last) ? $"line {last.Line} opens a {Word(last.Opener)} that is never closed" : null;
    }

    private string? InLine(string text, int line)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '#' || text.AsSpan(at).StartsWith("//"))
            {
                return null;
            }

            if (text[at] == '"')
            {
                at = EndOfQuotation(text, at);
                if (at < 0)
                {
                    return $"line {line} opens a quotation that it does not close";
                }
            }
            else if (Fault(text, at, line) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // The place of the last quotation mark; less than 0 where there is none in the line.
    private static int EndOfQuotation(string text, int start)
    {
        const string three = "\"\"\"";
        if (text.AsSpan(start).StartsWith(three))
        {
            var end = text.IndexOf(three, start + three.Length, StringComparison.Ordinal);
            return end < 0 ? -1 : end + three.Length - 1;
        }

        for (var at = start + 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    return at;
                case '\\':
                    at++;
                    break;
                default:
                    break;
            }
        }

        return -1;
    }

    private string? Fault(string text, int at, int line)
    {
        var letter = text[at];
        var isInList = _open.TryPeek(out var inner) && inner.Opener == '[';
        switch (letter)
        {
            case '{' or '[':
                _open.Push((letter, line));
                _dots = 0;
                return _open.Count > Deepest ? $"line {line} is more than {Deepest} levels deep" : null;
            case '}' or ']':
                _dots = 0;
                return Close(letter == '}' ? '{' : '[', line);
            case '.' when !isInList:
                return ++_dots > Deepest ? $"line {line} has a path of more than {Deepest} dots" : null;
            case '=' or ':' or ',' when !isInList:
                _dots = 0;
                return null;
            default:
                return isInList && StrangeInLists.Contains(letter, StringComparison.Ordinal) && !text.AsSpan(at).StartsWith("${")
                    ? $"line {line} has '{letter}' in a list: put the text in quotes"
                    : null;
        }
    }

    private string? Close(char opener, int line)
    {
        if (!_open.TryPop(out var last))
        {
            return $"line {line} closes a {Word(opener)} that was never opened";
        }

        return last.Opener == opener
            ? null
            : $"line {line} closes a {Word(opener)} where the {Word(last.Opener)} of line {last.Line} is open";
    }

    private static string Word(char opener) => opener == '{' ? "brace" : "bracket";
}
