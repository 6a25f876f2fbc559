using System.CommandLine;
using System.CommandLine.Invocation;

namespace Secant.Cli;

/// <summary>The library's help, where its list of commands shows arguments that may be left out like those that may
/// not.</summary>
/// <param name="help">Writes the help.</param>
internal sealed class OptionalArgumentsHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    // Whoever asks for help need not have typed the rest.
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var (configuration, command) = (parseResult.InvocationConfiguration, parseResult.CommandResult.Command);
        var output = configuration.Output;
        using var written = new StringWriter();
        configuration.Output = written;
        try
        {
            return help.Invoke(parseResult);
        }
        finally
        {
            configuration.Output = output;
            output.Write(command.Subcommands.Aggregate(written.ToString(), Bracketed));
        }
    }

    // The list's first column may be broken into lines, so that each argument is looked for on its own.
    private static string Bracketed(string text, Command command)
    {
        var at = text.IndexOf($"  {command.Name} <", StringComparison.Ordinal);
        if (at < 0 || command.Arguments.Any(argument => argument.Arity.MinimumNumberOfValues > 0))
        {
            return text;
        }

        foreach (var (index, argument) in command.Arguments.Index())
        {
            var shown = $"<{argument.Name}>";
            var meant = (index == 0 ? "[" : "") + argument.Name + (index == command.Arguments.Count - 1 ? "]" : "");
            at = text.IndexOf(shown, at, StringComparison.Ordinal);
            text = Replaced(text, at, shown.Length, meant);
            at += meant.Length;
        }

        return text;
    }

    // What follows in the second column stays where it is.
    private static string Replaced(string text, int at, int length, string meant)
    {
        var gap = text.IndexOf("  ", at, StringComparison.Ordinal);
        var end = text.IndexOf('\n', at);
        text = gap >= 0 && (end < 0 || gap < end) ? text.Insert(gap, new string(' ', length - meant.Length)) : text;
        return text.Remove(at, length).Insert(at, meant);
    }
}
