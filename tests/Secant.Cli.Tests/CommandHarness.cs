using Spectre.Console;
using Spectre.Console.Testing;

namespace Secant.Cli.Tests;

/// <summary>The whole command in this process, with consoles of its own and folders that are gone afterwards.</summary>
internal sealed class CommandHarness : IDisposable
{
    private readonly Dictionary<string, string> variables = [];

    public CommandHarness()
    {
        variables["SECANT_STORE"] = Folder["store"];
        variables["SECANT_DATA"] = Folder["data"];
        Interruption = new Interruption(() => Leaves++);
    }

    public TempFolder Folder { get; } = new();

    public Interruption Interruption { get; }

    /// <summary>How often the process would have been left at once.</summary>
    public int Leaves { get; private set; }

    public Dictionary<string, string> Variables => variables;

    /// <summary>Runs a line of words without spaces.</summary>
    public Task<CommandResult> RunAsync(string line) => RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public async Task<CommandResult> RunAsync(string[] arguments)
    {
        using var output = Piped();
        using var error = Piped();
        var context = new CommandContext
        {
            Output = output,
            Error = error,
            Interruption = Interruption,
            Variables = name => variables.GetValueOrDefault(name),
            CrashFolder = Folder.Path,
        };
        var code = await SecantCommand.RunAsync(arguments, context);
        return new CommandResult(code, output.Output, error.Output);
    }

    public void Dispose()
    {
        Interruption.Dispose();
        Folder.Dispose();
    }

    /// <summary>As wide as a pipe is to the program.</summary>
    private static TestConsole Piped() => new TestConsole().Width(160);
}

/// <summary>What came of a command.</summary>
internal sealed record CommandResult(int Code, string Output, string Error)
{
    /// <summary>Fails unless the command wrote nothing but one line to standard error.</summary>
    public string SingleErrorLine()
    {
        Assert.Equal("", Output);
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("secant: ", line, StringComparison.Ordinal);
        return line["secant: ".Length..].TrimEnd();
    }
}
