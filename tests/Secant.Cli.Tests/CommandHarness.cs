using Secant.Cli.Shell;
using Spectre.Console;

namespace Secant.Cli.Tests;

/// <summary>The whole command in this process, with consoles of its own and folders that are gone afterwards.</summary>
internal sealed class CommandHarness : IDisposable
{
    private readonly Dictionary<string, string> _variables = [];

    private readonly bool _ownsFolder;

    /// <param name="folder">The folder of an earlier harness, to go on in its store; null makes one.</param>
    public CommandHarness(TempFolder? folder = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? new TempFolder();
        _variables["SECANT_STORE"] = Folder["store"];
        _variables["SECANT_DATA"] = Folder["data"];
        Interruption = new Interruption(() => Leaves++);
    }

    public TempFolder Folder { get; }

    public Interruption Interruption { get; }

    /// <summary>Called with each line of plain text that the command writes to standard output.</summary>
    public Action<string>? OnLine { get; set; }

    /// <summary>How often the process would have been left at once.</summary>
    public int Leaves { get; private set; }

    public Dictionary<string, string> Variables => _variables;

    /// <summary>Runs a line of words without spaces.</summary>
    public Task<CommandResult> RunAsync(string line) => RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public async Task<CommandResult> RunAsync(string[] arguments)
    {
        using var output = new WatchedWriter(line => OnLine?.Invoke(line));
        using var error = new StringWriter();
        var code = await SecantCommand.RunAsync(arguments, Context(output, error));
        return new CommandResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a part of a command.</summary>
    /// <returns>What it gave, and what it wrote to standard output.</returns>
    public async Task<(T Value, string Output)> WatchAsync<T>(Func<CommandContext, Task<T>> part)
    {
        using var output = new WatchedWriter(line => OnLine?.Invoke(line));
        using var error = new StringWriter();
        return (await part(Context(output, error)), output.ToString());
    }

    public void Dispose()
    {
        Interruption.Dispose();
        if (_ownsFolder)
        {
            Folder.Dispose();
        }
    }

    private CommandContext Context(TextWriter output, TextWriter error) => new()
    {
        Output = Piped(output),
        Error = Piped(error),
        Interruption = Interruption,
        Variables = name => _variables.GetValueOrDefault(name),
        CrashFolder = Folder.Path,
    };

    // As the program opens it for a pipe.
    private static IAnsiConsole Piped(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = 160;
        return console;
    }

    private sealed class WatchedWriter(Action<string> onLine) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            onLine(value ?? "");
        }
    }
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
