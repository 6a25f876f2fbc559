using Spectre.Console;

namespace Secant.Cli.Shell;

/// <summary>Which console gets what, once the options say whether a document or quiet was asked for.</summary>
/// <param name="Context">The command's world.</param>
/// <param name="IsJson">Standard output holds one JSON document and nothing else.</param>
/// <param name="IsQuiet">Progress and details are left out.</param>
internal sealed record Screens(CommandContext Context, bool IsJson, bool IsQuiet)
{
    /// <summary>Whether standard output holds what a program reads, be it a document or a path, and nothing else.</summary>
    public bool IsOutputForPrograms { get; init; } = IsJson;

    /// <summary>Where progress and details go.</summary>
    public IAnsiConsole Notes => IsOutputForPrograms ? Context.Error : Context.Output;

    /// <summary>Whether <see cref="Notes"/> can be drawn over, not only written to.</summary>
    public bool IsLive => Notes.Profile.Capabilities is { Interactive: true, Ansi: true };
}
