using Secant.Cli.Queries;
using Secant.Cli.Shell;
using Secant.Core.Checking;
using Spectre.Console;
using Spectre.Console.Testing;

namespace Secant.Cli.Tests.Queries;

public sealed class CheckCommandTests : IDisposable
{
    private static readonly GradientDifference Close = new("W1[300,12]", -0.125, -0.125000000001, 1e-10);

    private static readonly GradientCheckReport Report = new(
    [
        new("initial net", 425, Close, 425, Close, null),
        new("bias", 8, Close with { Parameter = "b1[3]", Expected = double.NaN }, 0, null, "there is no derivative"),
    ]);

    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Check_should_leave_with_0_when_all_ways_agree()
    {
        var result = await _harness.RunAsync("check 2 4 0.05 8");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("cases are within their tolerance", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("OVER", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_should_ask_for_all_four_numbers_or_none()
    {
        var result = await _harness.RunAsync("check 100 32");
        Assert.Equal("check takes all four of ITERATIONS BATCH RATE HIDDEN or none, found 2; see 'secant check --help'",
            result.SingleErrorLine());
        Assert.Equal(2, result.Code);
    }

    [Fact]
    public void Check_should_show_both_values_and_leave_with_1_when_a_difference_is_over_its_tolerance()
    {
        using var output = new TestConsole().Width(160);
        using var error = new TestConsole();
        var context = new CommandContext
        {
            Output = output,
            Error = error,
            Interruption = _harness.Interruption,
            Variables = _ => null
        };
        Assert.Equal(1, CheckCommand.Write(context, Report));
        ApprovedText.Matches("check-over", output.Output);
        Assert.Equal("secant: 1 of 2 cases are over their tolerance, first 'bias' at b1[3]", error.Output.Trim());
    }
}
