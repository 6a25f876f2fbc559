using System.Text.Json;

namespace Secant.Cli.Tests.Plans;

/// <summary>The real sampling, in this process.</summary>
public sealed class PlanCommandTests : IDisposable
{
    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Plan_should_foretell_time_memory_and_the_books_way_and_leave_the_store_alone()
    {
        var plan = await DocumentAsync("plan 40 16 0.05 20 --json");
        var here = plan.GetProperty("here");
        var row = Assert.Single(plan.GetProperty("rows").EnumerateArray());
        Assert.InRange(here.GetProperty("seconds").GetDouble(), 1e-3, 60);
        Assert.InRange(here.GetProperty("seconds").GetDouble(), here.GetProperty("lowSeconds").GetDouble(),
            here.GetProperty("highSeconds").GetDouble());
        Assert.InRange(here.GetProperty("memoryBytes").GetInt64(), 30L << 20, 4L << 30);
        Assert.Equal((0, 15_910), (here.GetProperty("wireBytes").GetInt64(), row.GetProperty("parameters").GetInt64()));
        Assert.InRange(plan.GetProperty("bookSeconds").GetDouble(), 1e-3, double.MaxValue);
        Assert.Equal(["iterations", "batch", "rate", "hidden"],
            plan.GetProperty("growth").EnumerateArray().Select(each => each.GetProperty("number").GetString()));

        // Linear here and quadratic there, once the hidden size is ten times as large.
        var hidden = plan.GetProperty("growth")[3].GetProperty("costs");
        var (one, ten) = (hidden[1], hidden[3]);
        Assert.Equal(200, ten.GetProperty("value").GetDouble());
        Assert.InRange(ten.GetProperty("seconds").GetDouble() / one.GetProperty("seconds").GetDouble(), 1, 10.1);
        Assert.InRange(ten.GetProperty("bookSeconds").GetDouble() / one.GetProperty("bookSeconds").GetDouble(), 99, 101);
        Assert.False(Directory.Exists(_harness.Folder["store"]));
    }

    [Fact]
    public async Task Plan_should_count_what_of_a_sweep_is_new()
    {
        File.WriteAllText(_harness.Folder["sweep.yaml"], "experiments: [[4, 8, 0.05, 10], [4, 8, 0.05, 12]]\nrepeat: 2\n");
        await _harness.RunAsync("run 4 8 0.05 12 --seed 2 --quiet");
        var plan = await DocumentAsync($"plan {_harness.Folder["sweep.yaml"]} --json");
        Assert.Equal([2, 1], plan.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("runs").GetInt32()));
        Assert.Empty(plan.GetProperty("growth").EnumerateArray());
        Assert.Equal(
            plan.GetProperty("rows").EnumerateArray()
                .Sum(row => row.GetProperty("runs").GetInt32() * row.GetProperty("bookSeconds").GetDouble()),
            plan.GetProperty("bookSeconds").GetDouble(),
            9);
    }

    [Fact]
    public async Task Run_should_say_its_forecast_before_and_how_far_it_was_off_and_history_should_keep_both()
    {
        var none = await _harness.RunAsync("plan --history");
        Assert.Contains("no run that was forecast has ended yet", none.Output, StringComparison.Ordinal);

        var ran = await _harness.RunAsync("run 20 8 0.05 10");
        Assert.Matches(@"^forecast: \d+\.\d\d s, nine in ten take \d+\.\d\d s to \d+\.\d\d s; a pass [\d.]+ (ms|s) on \d+ cores?",
            ran.Output);
        Assert.Matches(
            @"(?m)^forecast +\d+\.\d\d s \(\d+\.\d\d s to \d+\.\d\d s\); "
                + @"it took (\d+ % (longer|less)|as long as that)\r?$",
            ran.Output);

        var history = await DocumentAsync("plan --history --json");
        var kept = Assert.Single(history.GetProperty("runs").EnumerateArray());
        using var shown = JsonDocument.Parse((await _harness.RunAsync("show 1 --json")).Output);
        Assert.Equal(shown.RootElement.GetProperty("elapsedSeconds").GetDouble(), kept.GetProperty("seconds").GetDouble());
        Assert.Equal(
            kept.GetProperty("ratio").GetDouble(),
            shown.RootElement.GetProperty("elapsedSeconds").GetDouble()
                / shown.RootElement.GetProperty("forecast").GetProperty("seconds").GetDouble(),
            9);
        Assert.Equal(1, history.GetProperty("summary").GetProperty("forecasts").GetInt32());
    }

    [Fact]
    public async Task Sweep_should_say_its_forecast_before_and_what_it_took()
    {
        File.WriteAllText(_harness.Folder["sweep.yaml"], "experiments: [[4, 8, 0.05, 10], [4, 8, 0.05, 12]]\n");
        var result = await _harness.RunAsync(["sweep", _harness.Folder["sweep.yaml"]]);
        Assert.Matches(@"^forecast: \d+\.\d\d s for 2 runs on \d+ cores?, nine in ten take ", result.Output);
        Assert.Matches(
            @"(?m)^the sweep took \d+\.\d\d s, forecast \d+\.\d\d s: "
                + @"it took (\d+ % (longer|less)|as long as that)\r?$",
            result.Output);

        // Nothing is left to be forecast.
        Assert.DoesNotContain("forecast", (await _harness.RunAsync(["sweep", _harness.Folder["sweep.yaml"]])).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan", "plan takes ITERATIONS BATCH RATE HIDDEN, or FILE; found 0 values")]
    [InlineData("plan 100 32 0.05", "plan takes ITERATIONS BATCH RATE HIDDEN, or FILE; found 3 values")]
    [InlineData("plan 100 32 50 0.05", "HIDDEN: expected a whole number, found '0.05'")]
    [InlineData("plan 100 32 -0.05 50", "learning rate -0.05 is out of range")]
    [InlineData("plan nowhere.yaml", "cannot read the sweep nowhere.yaml: ")]
    [InlineData("plan 1 1000000 0.05 1000000", "hidden size 1000000 with 784 inputs and batch size 1000000 needs about ")]
    [InlineData("run 1 1000000 0.05 1000000", "hidden size 1000000 with 784 inputs and batch size 1000000 needs about ")]
    [InlineData("plan 1 2 3 4 --history", "plan --history takes no experiment, found 4 values")]
    public async Task Plan_should_say_what_is_wrong_in_one_line(string line, string expected)
    {
        var result = await _harness.RunAsync(line);
        Assert.StartsWith(expected, result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(2, result.Code);
    }

    [Fact]
    public async Task Plan_should_give_no_time_for_what_a_run_refuses()
    {
        _harness.Variables["SECANT_LIMITS_HIDDEN_SIZE"] = "60";
        var growth = (await DocumentAsync("plan 20 8 0.05 10 --json")).GetProperty("growth");
        var tenfold = growth[3].GetProperty("costs")[3];
        Assert.Equal((100, JsonValueKind.Null),
            (tenfold.GetProperty("value").GetDouble(), tenfold.GetProperty("seconds").ValueKind));
        var refused = await _harness.RunAsync("run 20 8 0.05 100");
        Assert.Equal(tenfold.GetProperty("refusal").GetString(), refused.SingleErrorLine());
        Assert.Contains("100: cannot run here", (await _harness.RunAsync("plan 20 8 0.05 10")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_should_forecast_numbers_that_go_out_of_range() =>
        Assert.InRange((await DocumentAsync("plan 10 8 1e300 10 --activation relu --json")).GetProperty("here")
            .GetProperty("seconds").GetDouble(), double.Epsilon, double.MaxValue);

    private async Task<JsonElement> DocumentAsync(string line)
    {
        var result = await _harness.RunAsync(line);
        Assert.Equal((0, ""), (result.Code, result.Error));
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
