namespace Secant.Cli.Tests.Monitor;

public sealed class MonitorCommandTests
{
    [Fact]
    public async Task Monitor_should_point_to_status_when_its_output_is_piped()
    {
        using var harness = new CommandHarness();
        var result = await harness.RunAsync("monitor --join 127.0.0.1:4053");
        Assert.Equal(2, result.Code);
        Assert.Equal(
            "monitor needs a terminal, and input or output is none; 'secant status --watch 2 --join 127.0.0.1:4053' prints to "
                + "anything",
            result.SingleErrorLine());
    }
}
