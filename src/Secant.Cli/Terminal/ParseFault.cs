using System.CommandLine;
using System.CommandLine.Parsing;
using Secant.Core;

namespace Secant.Cli.Terminal;

/// <summary>What is wrong with a command line, in one line, with the likely cure.</summary>
internal static class ParseFault
{
    public static string Describe(ParseResult result)
    {
        var fault = Find(result);
        return $"{fault}{(fault.EndsWith('?') ? " See" : "; see")} '{Path(result.CommandResult)} --help'";
    }

    private static string Find(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (result.UnmatchedTokens is [var token, ..])
        {
            return Unknown(token, result.CommandResult);
        }

        var missing = command.Arguments
            .Where(argument => argument.Arity.MinimumNumberOfValues > 0
            && result.GetResult(argument) is not { Tokens.Count: > 0 })
            .Select(argument => argument.Name)
            .ToList();
        var said = result.Errors.FirstOrDefault(
            error => error.SymbolResult is ArgumentResult { Tokens.Count: > 0 } or OptionResult);
        if (said is null && missing.Count > 0)
        {
            var takes = string.Join(' ', command.Arguments.Select(argument => argument.Name));
            return $"{string.Join(' ', missing)} missing: '{Path(result.CommandResult)}' takes {takes}";
        }

        return said?.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } bare => $"{bare.Option.Name} lacks its value",
            OptionResult { Option.Arity.MaximumNumberOfValues: 1, Tokens.Count: > 1 and var times } twice =>
                $"{twice.Option.Name} is given {times} times, expected once",
            _ => Said((said ?? result.Errors[0]).Message),
        };
    }

    private static string Unknown(string token, CommandResult result)
    {
        var command = result.Command;
        if (token.StartsWith('-'))
        {
            return $"no option {token} in '{Path(result)}'{Meant(token, Options(result))}";
        }

        return command.Subcommands.Count > 0 && command.Arguments.Count == 0
            ? $"no command '{token}' in '{Path(result)}'{Meant(token, command.Subcommands.Select(sub => sub.Name))}"
            : $"one argument too many for '{Path(result)}': '{token}'";
    }

    private static IEnumerable<string> Options(CommandResult result) =>
        result.Command.Options.Concat(Above(result).SelectMany(command => command.Options.Where(option => option.Recursive)))
        .Select(option => option.Name);

    private static IEnumerable<Command> Above(CommandResult result)
    {
        for (var at = result.Parent as CommandResult; at is not null; at = at.Parent as CommandResult)
        {
            yield return at.Command;
        }
    }

    private static string Meant(string token, IEnumerable<string> known) =>
        NearestName.Of(token, known) is { } nearest ? $"; did you mean {nearest}?" : "";

    // The parser's list of allowed words comes as lines of its own.
    private static string Said(string message) =>
        string.Join(' ', message.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    private static string Path(CommandResult result)
    {
        return string.Join(' ',
            Above(result).Reverse().Append(result.Command).Select(command => command is RootCommand ? "secant" : command.Name));
    }
}
