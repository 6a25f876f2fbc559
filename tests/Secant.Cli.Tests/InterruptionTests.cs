namespace Secant.Cli.Tests;

public sealed class InterruptionTests : IDisposable
{
    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void First_signal_should_ask_to_leave_and_second_should_leave_at_once()
    {
        _harness.Interruption.Signal();
        Assert.True(_harness.Interruption.Token.IsCancellationRequested);
        Assert.Equal(0, _harness.Leaves);
        _harness.Interruption.Signal();
        Assert.Equal(1, _harness.Leaves);
    }

    [Fact]
    public async Task Command_should_leave_with_130_when_interrupted_before_its_work_begins()
    {
        _harness.Interruption.Signal();
        var result = await _harness.RunAsync("data fetch mnist");
        Assert.Equal("interrupted", result.SingleErrorLine());
        Assert.Equal(130, result.Code);
    }
}
