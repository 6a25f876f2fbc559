using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Spectre.Console;

namespace Secant.Cli.Tests;

public sealed class GuardedWriterTests
{
    [Theory]
    [InlineData(false, "No space left on device",
        "secant: standard output cannot be written: No space left on device; what a run computed is in its store")]
    [InlineData(true, "", "")]
    public async Task Output_that_cannot_be_written_should_have_an_exit_code_and_at_most_one_line(bool isReaderGone, string loss,
    string line)
    {
        using var harness = new CommandHarness();
        await using var inner = new FullWriter();
        await using var written = new GuardedWriter(inner, () => isReaderGone);
        await using var error = new StringWriter();
        var code = await SecantCommand.RunAsync(["check", "--help"], Context(written, error, harness));
        Assert.Equal((6, loss, line), (code, written.Loss, error.ToString().TrimEnd()));
    }

    [Fact]
    public async Task Failure_should_keep_its_exit_code_when_output_cannot_be_written()
    {
        using var harness = new CommandHarness();
        await using var inner = new FullWriter();
        await using var written = new GuardedWriter(inner, () => false);
        await written.WriteAsync("lost");
        await using var error = new GuardedWriter(inner, () => false);
        Assert.Equal(2, await SecantCommand.RunAsync(["chek"], Context(written, error, harness)));
    }

    [Fact]
    public void Everything_should_be_written_while_it_can_be()
    {
        using var inner = new StringWriter();
        using var written = new GuardedWriter(inner, () => false);
        written.Write('a');
        written.Write("b");
        written.Write("xcd".ToCharArray(), 1, 2);
        written.WriteLine("e");
        written.Write(5);
        Assert.Equal(("abcde" + inner.NewLine + "5", null), (inner.ToString(), written.Loss));
    }

    private static CommandContext Context(GuardedWriter output, TextWriter error, CommandHarness harness) => new()
    {
        Output = Console(output),
        Error = Console(error),
        Interruption = harness.Interruption,
        Variables = _ => null,
        CrashFolder = harness.Folder.Path,
        Written = output,
    };

    private static IAnsiConsole Console(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No
        });

    private sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Write(string? value) => throw new IOException("No space left on device");

        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
