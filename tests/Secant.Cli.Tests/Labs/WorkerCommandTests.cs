namespace Secant.Cli.Tests.Labs;

/// <summary>What a worker refuses before it starts.</summary>
public sealed class WorkerCommandTests
{
    [Theory]
    [InlineData("worker --join 127.0.0.1:1 --name a;b", null, "--name is 'a?b'")]
    [InlineData("worker --join 127.0.0.1:1", "a b", "secant.node.name is 'a?b'")]
    public async Task Name_that_a_node_cannot_have_should_be_blamed_on_what_gave_it(string command, string? variable,
    string complaint)
    {
        using var harness = new CommandHarness();
        if (variable is not null)
        {
            harness.Variables["SECANT_NODE_NAME"] = variable;
        }

        var result = await harness.RunAsync(command);
        Assert.Equal(2, result.Code);
        Assert.Equal($"{complaint}: expected up to 40 letters, digits, '-', '_' and '.', such as lab-07",
            result.SingleErrorLine());
    }
}
