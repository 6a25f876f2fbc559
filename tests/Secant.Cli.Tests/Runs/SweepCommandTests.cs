using System.Text.Json;

namespace Secant.Cli.Tests.Runs;

/// <summary>The real lab, store and data, in this process.</summary>
public sealed class SweepCommandTests : IDisposable
{
    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Sweep_should_run_only_what_is_new_when_it_was_edited()
    {
        var file = Write("experiments: [[4, 8, 0.05, 10], [4, 8, 0.05, 10], [6, 8, 0.05, 10]]\nname: 수업\n");
        var first = Rows(await _harness.RunAsync(["sweep", file, "--json", "--quiet"]));
        Assert.Equal([[1UL], [2UL], [1UL]], first.Select(Seeds));
        Assert.Equal(["1", "2", "3"], first.SelectMany(Ids));

        Write("experiments: [[6, 8, 0.05, 10], [8, 8, 0.05, 10]]\nrepeat: 2\nname: 수업\n");
        var second = Rows(await _harness.RunAsync(["sweep", file, "--json", "--quiet"]));
        Assert.Equal([["3", "4"], ["5", "6"]], second.Select(row => Ids(row).ToArray()));

        // What the file no longer has is no longer part of the sweep; what it still has stands in its new row.
        using var listed = JsonDocument.Parse((await _harness.RunAsync("list --json")).Output);
        var filed = listed.RootElement.EnumerateArray()
            .Select(document => string.Join(' ', document.GetProperty("sweeps").EnumerateArray()
            .Select(filing => $"{filing.GetProperty("sweep").GetString()}/{filing.GetProperty("row").GetInt32()}")));
        Assert.Equal(["", "", "수업/1", "수업/1", "수업/2", "수업/2"], filed);
    }

    [Fact]
    public async Task Repeats_should_have_the_mean_of_the_runs_and_reuse_them()
    {
        var alone = await _harness.RunAsync("run 4 8 0.05 10 --seed 2 --json --quiet");
        using var repeated = JsonDocument.Parse((await _harness.RunAsync("run 4 8 0.05 10 --repeat 3 --json --quiet")).Output);
        var row = Assert.Single(repeated.RootElement.GetProperty("rows").EnumerateArray());
        var accuracies = repeated.RootElement.GetProperty("runs").EnumerateArray()
            .Select(run => run.GetProperty("testAccuracy").GetDouble()).ToList();
        Assert.Equal([1UL, 2UL, 3UL], Seeds(row));
        Assert.Equal(["2", "1", "3"], Ids(row));
        Assert.Equal((accuracies[0] + accuracies[1] + accuracies[2]) / 3, row.GetProperty("mean").GetDouble(), 12);
        Assert.Equal(0, alone.Code);
    }

    [Fact]
    public async Task Sweep_should_leave_with_130_when_interrupted_and_go_on_where_it_was()
    {
        var file = Write("experiments: [[4, 8, 0.05, 10], [1000000, 8, 0.05, 10]]\n");
        for (var time = 1; time <= 2; time++)
        {
            using var once = new CommandHarness(_harness.Folder);
            once.OnLine = line =>
            {
                if (line.StartsWith("1/2", StringComparison.Ordinal))
                {
                    once.Interruption.Signal();
                }
            };
            var left = await once.RunAsync(["sweep", file]);
            Assert.Equal(130, left.Code);
            Assert.Matches("^secant: interrupted with 1 of 2 runs done; the same command goes on with the rest\\s*$", left.Error);
        }

        using var listed = JsonDocument.Parse((await _harness.RunAsync("list --json")).Output);
        Assert.Equal(
            [("1", "completed"), ("2", "interrupted")],
            listed.RootElement.EnumerateArray()
                .Select(run => (run.GetProperty("id").GetString(), run.GetProperty("state").GetString())));
    }

    [Fact]
    public async Task Sweep_should_end_with_the_table_and_a_line_a_run_in_a_pipe()
    {
        var file = Write("experiments: [[0, 8, 0.05, 10], [4, 8, 0.05, 10]]\n");
        var result = await _harness.RunAsync(["sweep", file, "--note", "처음"]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Matches(@"(?m)^1/2  row [12] seed 1: ", result.Output);
        Assert.Matches(@"(?m)^ *2 +4, 8, 0\.05, 10 : 0\.\d{3} ", result.Output);
        Assert.Contains("with one seed each nobody can tell", result.Output, StringComparison.Ordinal);
        Assert.Contains("처음", (await _harness.RunAsync("show 1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_should_leave_with_1_and_name_the_run_when_one_diverges()
    {
        var file = Write("experiments: [[4, 8, 0.05, 10], [10, 8, 1e308, 10]]\n");
        var result = await _harness.RunAsync(["sweep", file]);
        Assert.Equal(1, result.Code);
        Assert.Matches(@"(?m)^experiment 2 \(seed 1\) is failed: .*smaller learning rate", result.Output);
    }

    [Fact]
    public async Task Sweep_should_leave_with_2_when_the_file_is_not_there() =>
        Assert.Equal(2, (await _harness.RunAsync("sweep nowhere.yaml")).Code);

    private string Write(string text)
    {
        var file = _harness.Folder["sweep.yaml"];
        File.WriteAllText(file, text);
        return file;
    }

    private static List<JsonElement> Rows(CommandResult result) =>
        [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("rows").EnumerateArray()];

    private static ulong[] Seeds(JsonElement row) =>
        [.. row.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetUInt64())];

    private static IEnumerable<string> Ids(JsonElement row) =>
        row.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!);
}
