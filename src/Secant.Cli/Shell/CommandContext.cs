using Secant.Cli.Terminal;
using Spectre.Console;

namespace Secant.Cli.Shell;

/// <summary>What a command sees of the world outside: consoles, environment, clock and the wish to leave.</summary>
public sealed record CommandContext
{
    /// <summary>Standard output: results.</summary>
    public required IAnsiConsole Output { get; init => field = CleanRendering.On(value); }

    /// <summary>Standard error: failures, and everything but the document where one was asked for with --json.</summary>
    public required IAnsiConsole Error { get; init => field = CleanRendering.On(value); }

    public required Interruption Interruption { get; init; }

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variables { get; init; }

    /// <summary>Whether a person sits at both ends: keys come in and the screen is seen.</summary>
    public bool HasTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What remembers whether standard output was written; null where it always is.</summary>
    public GuardedWriter? Written { get; init; }

    /// <summary>Folder of the report on an unexpected failure.</summary>
    public string CrashFolder { get; init; } = Path.GetTempPath();

    /// <summary>The world of this process.</summary>
    public static CommandContext OfProcess(Interruption interruption)
    {
        var written = GuardedWriter.OfProcess();
        return new CommandContext
        {
            Output = Open(Console.Out, Console.IsOutputRedirected),
            Error = Open(Console.Error, Console.IsErrorRedirected),
            Interruption = interruption,
            Variables = Environment.GetEnvironmentVariable,
            HasTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected,
            Written = written,
        };
    }

    private static IAnsiConsole Open(TextWriter writer, bool isPiped)
    {
        // Wide enough that no table of ours wraps in a file or a pipe.
        const int pipedWidth = 160;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isPiped ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isPiped ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isPiped)
        {
            console.Profile.Width = pipedWidth;
        }

        return console;
    }
}
