namespace Secant.Cli.Tests;

public sealed class InterruptionTests : IDisposable
{
    private readonly CommandHarness harness = new();

    public void Dispose() => harness.Dispose();

    [Fact]
    public void First_signal_should_ask_to_leave_and_second_should_leave_at_once()
    {
        harness.Interruption.Signal();
        Assert.True(harness.Interruption.Token.IsCancellationRequested);
        Assert.Equal(0, harness.Leaves);
        harness.Interruption.Signal();
        Assert.Equal(1, harness.Leaves);
    }

    [Fact]
    public async Task Command_should_leave_with_130_when_interrupted_before_its_work_begins()
    {
        harness.Interruption.Signal();
        var result = await harness.RunAsync("data fetch mnist");
        Assert.Equal("interrupted", result.SingleErrorLine());
        Assert.Equal(130, result.Code);
    }
}
