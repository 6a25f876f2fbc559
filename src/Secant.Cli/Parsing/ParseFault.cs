using System.CommandLine;
using Secant.Core;
using System.CommandLine.Parsing;

namespace Secant.Cli.Parsing;

/// <summary>What is wrong with a command line, in one line, with the likely cure.</summary>
internal static class ParseFault
{
    public static string Describe(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var hint = $"; see '{Path(result.CommandResult)} --help'";
        if (result.UnmatchedTokens is [var token, ..])
        {
            return Unknown(token, result.CommandResult) + hint;
        }

        var missing = command.Arguments
            .Where(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 })
            .Select(argument => argument.Name)
            .ToList();
        var said = result.Errors.FirstOrDefault(error => error.SymbolResult is ArgumentResult { Tokens.Count: > 0 } or OptionResult);
        if (said is null && missing.Count > 0)
        {
            return $"{Path(result.CommandResult)} lacks {string.Join(' ', missing)}{hint}";
        }

        return Said((said ?? result.Errors[0]).Message) + hint;
    }

    private static string Unknown(string token, CommandResult result)
    {
        var command = result.Command;
        if (token.StartsWith('-'))
        {
            var options = result.Command.Options.Concat(result.Command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)));
            return $"no option {token} in '{Path(result)}'{Meant(token, options.Select(option => option.Name))}";
        }

        return command.Subcommands.Count > 0 && command.Arguments.Count == 0
            ? $"no command '{token}' in '{Path(result)}'{Meant(token, command.Subcommands.Select(sub => sub.Name))}"
            : $"one argument too many for '{Path(result)}': '{token}'";
    }

    private static string Meant(string token, IEnumerable<string> known) =>
        NearestName.Of(token, known) is { } nearest ? $"; did you mean {nearest}?" : "";

    // The parser's list of allowed words comes as lines of its own.
    private static string Said(string message) =>
        string.Join(' ', message.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    private static string Path(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = result; at is CommandResult command; at = command.Parent)
        {
            names.Push(command.Command is RootCommand ? "secant" : command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
