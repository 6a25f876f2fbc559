namespace Secant.Cli.Tests.Queries;

public sealed class StoreCommandTests : IDisposable
{
    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Resume_should_say_so_and_leave_with_0_when_there_is_nothing_to_resume()
    {
        var result = await _harness.RunAsync("resume");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal($"nothing to resume in the store {_harness.Folder["store"]}", result.Output.Trim());
        Assert.False(Directory.Exists(_harness.Folder["store"]));
    }

    [Fact]
    public async Task Json_should_be_an_empty_array_when_the_store_is_empty()
    {
        var list = await _harness.RunAsync("list --json");
        var resume = await _harness.RunAsync("resume --json");
        Assert.Equal((0, "[]"), (list.Code, list.Output.Trim()));
        Assert.Equal((0, "[]"), (resume.Code, resume.Output.Trim()));
    }

    [Fact]
    public async Task List_should_say_how_to_begin_when_the_store_is_empty()
    {
        var result = await _harness.RunAsync("list");
        Assert.Equal(0, result.Code);
        Assert.Contains("secant run 100 32 0.05 50", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show k7m2")]
    [InlineData("export k7m2")]
    [InlineData("resume k7m2")]
    public async Task Command_should_leave_with_1_when_the_id_is_unknown(string line)
    {
        var result = await _harness.RunAsync(line);
        Assert.StartsWith("no experiment 'k7m2' in the store ", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(1, result.Code);
    }

    [Fact]
    public async Task Option_should_come_before_the_environment_when_both_name_a_store()
    {
        var result = await _harness.RunAsync($"resume --store {_harness.Folder["other"]}");
        Assert.Equal($"nothing to resume in the store {_harness.Folder["other"]}", result.Output.Trim());
    }

    [Fact]
    public async Task List_should_leave_with_4_when_the_store_is_no_store()
    {
        Directory.CreateDirectory(_harness.Folder["store"]);
        _harness.Folder.Write("store/journal.db", new string('x', 5000));
        var result = await _harness.RunAsync("list");
        Assert.Contains("journal.db", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(4, result.Code);
    }

    [Fact]
    public async Task Path_should_be_absolute_and_nothing_else()
    {
        var result = await _harness.RunAsync("store path");
        Assert.Equal((0, _harness.Folder["store"] + "\n", ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task Check_should_say_that_there_is_no_store_yet()
    {
        var result = await _harness.RunAsync("store check");
        Assert.Equal((0, $"no store in {_harness.Folder["store"]} yet\n", ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task Store_should_be_sound_then_damaged_then_repaired()
    {
        Assert.Equal(0, (await _harness.RunAsync("run 4 4 0.05 8 --quiet")).Code);
        var sound = await _harness.RunAsync("store check");
        Assert.Matches(@"^the store \S+ is sound: 5 events of 1 experiment, 1 checkpoint whole, [\d.]+ KB\n$", sound.Output);
        Assert.Equal($"nothing to repair in {_harness.Folder["store"]}\n", (await _harness.RunAsync("store repair")).Output);

        Assert.Matches(@"^\S+: [\d.]+ KB before, [\d.]+ KB after; dropped the parameters of 1 experiment: 1\n$",
            (await _harness.RunAsync("store compact --keep 0")).Output);
        var export = await _harness.RunAsync("export 1");
        Assert.Equal(1, export.Code);
        Assert.Contains("were dropped by 'secant store compact'", export.SingleErrorLine(), StringComparison.Ordinal);

        using (var handle = File.OpenHandle(_harness.Folder["store/journal.db"], FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(handle, RandomAccess.GetLength(handle) - 4096);
        }

        var damaged = await _harness.RunAsync("store check");
        Assert.Equal(4, damaged.Code);
        Assert.Contains("journal.db", damaged.Output, StringComparison.Ordinal);
        Assert.EndsWith("'secant store repair' keeps what can be read\n", damaged.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await _harness.RunAsync("run 4 4 0.05 8 --quiet")).Code);

        var repaired = await _harness.RunAsync("store repair");
        Assert.Equal("", repaired.Error);
        Assert.Contains("the damaged files are in ", repaired.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _harness.RunAsync("store check")).Code);
        Assert.Equal(0, (await _harness.RunAsync("run 4 4 0.05 8 --quiet")).Code);
    }

    [Theory]
    [InlineData("store compact --keep -1", "--keep: expected a whole number from 0, found '-1'")]
    [InlineData("store compact --keep x", "--keep: expected a whole number from 0, found 'x'")]
    public async Task Compact_should_leave_with_2_when_its_number_is_none(string line, string message)
    {
        var result = await _harness.RunAsync(line);
        Assert.Equal(2, result.Code);
        Assert.StartsWith(message, result.SingleErrorLine(), StringComparison.Ordinal);
    }
}
