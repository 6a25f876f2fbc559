namespace Secant.Cli.Tests.Commands;

public sealed class StoreCommandTests : IDisposable
{
    private readonly CommandHarness harness = new();

    public void Dispose() => harness.Dispose();

    [Fact]
    public async Task Resume_should_say_so_and_leave_with_0_when_there_is_nothing_to_resume()
    {
        var result = await harness.RunAsync("resume");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal($"nothing to resume in {harness.Folder["store"]}", result.Output.Trim());
        Assert.False(Directory.Exists(harness.Folder["store"]));
    }

    [Fact]
    public async Task Json_should_be_an_empty_array_when_the_store_is_empty()
    {
        var list = await harness.RunAsync("list --json");
        var resume = await harness.RunAsync("resume --json");
        Assert.Equal((0, "[]"), (list.Code, list.Output.Trim()));
        Assert.Equal((0, "[]"), (resume.Code, resume.Output.Trim()));
    }

    [Fact]
    public async Task List_should_say_how_to_begin_when_the_store_is_empty()
    {
        var result = await harness.RunAsync("list");
        Assert.Equal(0, result.Code);
        Assert.Contains("secant run 100 32 0.05 50", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show k7m2")]
    [InlineData("export k7m2")]
    [InlineData("resume k7m2")]
    public async Task Command_should_leave_with_1_when_the_id_is_unknown(string line)
    {
        var result = await harness.RunAsync(line);
        Assert.StartsWith("no experiment 'k7m2' in the store ", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(1, result.Code);
    }

    [Fact]
    public async Task Option_should_come_before_the_environment_when_both_name_a_store()
    {
        var result = await harness.RunAsync($"resume --store {harness.Folder["other"]}");
        Assert.Equal($"nothing to resume in {harness.Folder["other"]}", result.Output.Trim());
    }

    [Fact]
    public async Task List_should_leave_with_4_when_the_store_is_no_store()
    {
        Directory.CreateDirectory(harness.Folder["store"]);
        harness.Folder.Write("store/journal.db", new string('x', 5000));
        var result = await harness.RunAsync("list");
        Assert.Contains("journal.db", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(4, result.Code);
    }
}
