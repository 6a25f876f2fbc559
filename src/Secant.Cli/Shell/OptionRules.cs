using System.CommandLine;
using System.CommandLine.Parsing;

namespace Secant.Cli.Shell;

/// <summary>Which options go together: one that would be passed over in silence is refused.</summary>
internal static class OptionRules
{
    /// <summary>Some options are of use only where another is given.</summary>
    public static void Require(this Command command, Option other, params Option[] options) =>
        command.Check(options, (result, option) => IsGiven(result, other) ? null : $"{option.Name} goes with {other.Name} only");

    /// <summary>Some options are of no use where another is given.</summary>
    public static void Exclude(this Command command, Option other, params Option[] options) =>
        command.Check(options,
        (result, option) => IsGiven(result, other) ? $"{option.Name} does not go with {other.Name}" : null);

    private static void Check(this Command command, Option[] options, Func<CommandResult, Option, string?> fault) =>
        command.Validators.Add(result =>
    {
        foreach (var said in options.Where(option => IsGiven(result, option)).Select(option => fault(result, option))
            .OfType<string>())
        {
            result.AddError(said);
        }
    });

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
