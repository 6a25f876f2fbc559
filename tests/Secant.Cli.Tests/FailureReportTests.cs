using Akka.Actor;
using Secant.Cli.Shell;
using Secant.Core;
using Spectre.Console;
using Spectre.Console.Testing;
using Failure = Secant.Core.Failure;

namespace Secant.Cli.Tests;

public sealed class FailureReportTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Interruption _interruption = new(() => { });
    private readonly TestConsole _error = new TestConsole().Width(40);

    public void Dispose()
    {
        _error.Dispose();
        _interruption.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Failure.Work, 1)]
    [InlineData(Failure.Usage, 2)]
    [InlineData(Failure.Data, 3)]
    [InlineData(Failure.Store, 4)]
    [InlineData(Failure.Lab, 5)]
    public void Failure_should_have_its_exit_code_and_its_message_on_one_line(Failure failure, int code)
    {
        var message = "a message that is wider than the console, of which\nthe second line is made part of the first";
        Assert.Equal(code, FailureReport.Write(new AggregateException(new SecantException(failure, message)), Context()));
        Assert.Equal("secant: " + message.Replace('\n', ' '), _error.Output.TrimEnd());
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_a_machine_may_do_should_be_one_line_without_a_report()
    {
        Exception[] machine = [new IOException("No space left on device."),
            new UnauthorizedAccessException("Access to the path '/x' is denied."), new InsufficientMemoryException()];
        Assert.All(machine, exception => Assert.Equal(1, FailureReport.Write(exception, Context())));
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.StartsWith("secant: No space left on device; check the path", _error.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", _error.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Crowded_machine_should_be_no_crash()
    {
        Assert.Equal(5, FailureReport.Write(new Akka.Actor.AskTimeoutException("Timeout after 00:00:30 seconds"), Context()));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Unexpected_exception_should_be_one_line_that_names_the_file_with_the_details()
    {
        var code = FailureReport.Write(Thrown(), Context());
        var file = Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.Equal(1, code);
        Assert.Equal($"secant: unexpected InvalidOperationException: first second; details are in {file}",
            _error.Output.TrimEnd());
        Assert.Contains(nameof(Thrown), File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Unexpected_exception_should_still_be_one_line_when_there_is_no_place_for_the_details()
    {
        var code = FailureReport.Write(Thrown(), Context() with { CrashFolder = _folder["none"] });
        Assert.Equal(1, code);
        Assert.Contains("details could not be written to", Assert.Single(_error.Output.TrimEnd().Split('\n')),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Question_without_an_answer_should_be_a_line_that_says_what_may_have_happened()
    {
        Assert.Equal(5, FailureReport.Write(new AskTimeoutException("after 30 s"), Context()));
        Assert.Equal(
            "secant: what was asked was not answered in time, and may be done all the same; 'secant list' shows what there is",
                _error.Output.TrimEnd());
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("first\nsecond");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private CommandContext Context() => new()
    {
        Output = _error,
        Error = _error,
        Interruption = _interruption,
        Variables = _ => null,
        CrashFolder = _folder.Path,
    };
}
