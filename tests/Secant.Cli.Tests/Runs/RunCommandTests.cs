using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NumSharp;
using Secant.Actors.Journal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Training;

namespace Secant.Cli.Tests.Runs;

/// <summary>The real lab, store and data, in this process.</summary>
public sealed class RunCommandTests : IDisposable
{
    // Nobody waits for its end.
    private const int Endless = 1_000_000;

    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Run_should_end_with_the_row_and_the_fingerprint_of_the_reference_trainer()
    {
        var result = await _harness.RunAsync("run 20 8 0.05 10 --cores 2");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Matches(@"(?m)^20, 8, 0\.05, 10 : 0\.\d{3}\r?$", result.Output);
        Assert.Contains(await FingerprintAsync(20, 8, 0.05, 10), result.Output, StringComparison.Ordinal);
        Assert.Contains("iteration 20/20  loss ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task Run_should_write_one_row_and_nothing_else_when_quiet()
    {
        var result = await _harness.RunAsync("run 0 8 0.05 10 --quiet");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Matches(@"^0, 8, 0\.05, 10 : 0\.\d{3}\r?\n$", result.Output);
    }

    [Fact]
    public async Task Run_should_write_one_document_to_output_and_all_else_to_error_with_json()
    {
        var result = await _harness.RunAsync("run 4 8 0.05 10 --seed 18446744073709551615 --eval-every 2 --json");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(0, result.Code);
        Assert.Equal("completed", json.RootElement.GetProperty("state").GetString());
        Assert.Equal(ulong.MaxValue, json.RootElement.GetProperty("spec").GetProperty("seed").GetUInt64());
        Assert.Equal([0, 2, 4],
            json.RootElement.GetProperty("curve").EnumerateArray().Select(point => point.GetProperty("iteration").GetInt32()));
        Assert.Contains("4, 8, 0.05, 10 : 0.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_and_list_should_give_the_document_that_run_gave()
    {
        var ran = await DocumentAsync("run 3 8 0.05 10 --json --quiet");
        var id = ran.GetProperty("id").GetString();
        var shown = await DocumentAsync($"show {id} --json");
        var listed = Assert.Single((await DocumentAsync("list --json")).EnumerateArray());
        foreach (var name in (string[])["id", "state", "iteration", "loss", "trainAccuracy", "testAccuracy", "curve",
            "fingerprint", "recoveries", "spec"])
        {
            Assert.Equal(ran.GetProperty(name).GetRawText(), shown.GetProperty(name).GetRawText());
            Assert.Equal(JsonSerializer.Serialize(shown.GetProperty(name)), JsonSerializer.Serialize(listed.GetProperty(name)));
        }
    }

    [Fact]
    public async Task Export_should_write_the_parameters_that_the_fingerprint_is_of()
    {
        var ran = await DocumentAsync("run 3 8 0.05 10 --json --quiet");
        var file = _harness.Folder["net.npz"];
        var result = await _harness.RunAsync(["export", ran.GetProperty("id").GetString()!, "--out", file]);
        Assert.Equal((0, "", file), (result.Code, result.Error, result.Output.Trim()));

        using var arrays = np.load_npz(file);
        var parameters = new Parameters(new NetShape(784, 10, 10));
        foreach (var (name, array) in ((string[])["W1", "b1", "W2", "b2"]).Zip(parameters.Arrays))
        {
            arrays[name].ToArray<double>().CopyTo(array, 0);
        }

        Assert.Equal(ran.GetProperty("fingerprint").GetString(), parameters.Fingerprint());
        Assert.Equal([3, 8], arrays["batches"].shape.Select(length => (int)length));
    }

    [Fact]
    public async Task Run_should_leave_with_130_when_interrupted_and_resume_should_go_on_in_the_same_bits()
    {
        InterruptAt(_harness, iteration: 0);
        var left = await _harness.RunAsync($"run {Endless} 8 0.05 10 --eval-every 50");
        Assert.Equal(130, left.Code);
        Assert.Matches($@"^secant: interrupted after \d+ of {Endless} iterations; 'secant resume 1' goes on\s*$", left.Error);

        using var later = new CommandHarness(_harness.Folder);
        var shown = JsonDocument.Parse((await later.RunAsync("show 1 --json")).Output).RootElement;
        Assert.Equal("interrupted", shown.GetProperty("state").GetString());
        var begun = shown.GetProperty("iteration").GetInt32();

        InterruptAt(later, begun + 1);
        Assert.Equal(130, (await later.RunAsync("resume")).Code);
        using var last = new CommandHarness(_harness.Folder);
        shown = JsonDocument.Parse((await last.RunAsync("show 1 --json")).Output).RootElement;
        var reached = shown.GetProperty("iteration").GetInt32();
        Assert.True(reached > begun, $"it went from {begun} to {reached}");
        Assert.Equal(await FingerprintAsync(reached, 8, 0.05, 10), shown.GetProperty("fingerprint").GetString());
    }

    [Theory]
    [InlineData("run 10 8 0.05 10")]
    [InlineData("run 10 8 0.05 10 --repeat 2")]
    [InlineData("sweep ten.yaml")]
    public async Task Run_should_not_speak_of_resuming_when_interrupted_before_anything_was_begun(string line)
    {
        var file = _harness.Folder.Write("ten.yaml", "experiments: [[10, 8, 0.05, 10]]");
        _harness.Interruption.Signal();
        var result = await _harness.RunAsync(line.Replace("ten.yaml", file, StringComparison.Ordinal));
        Assert.Equal((130, "interrupted"), (result.Code, result.SingleErrorLine()));

        using var later = new CommandHarness(_harness.Folder);
        Assert.Equal("[]", (await later.RunAsync("list --json")).Output.Trim());
    }

    [Fact]
    public async Task Resume_should_say_how_to_go_on_when_interrupted_before_anything_was_taken_up()
    {
        using (var first = new CommandHarness(_harness.Folder))
        {
            InterruptAt(first, iteration: 0);
            Assert.Equal(130, (await first.RunAsync($"run {Endless} 8 0.05 10")).Code);
        }

        _harness.Interruption.Signal();
        var result = await _harness.RunAsync("resume 1");
        Assert.Equal((130, "interrupted; 'secant resume 1' goes on with what was begun"),
            (result.Code, result.SingleErrorLine()));
    }

    [Fact]
    public async Task Run_should_complete_where_the_curve_is_flat_when_it_is_to_stop_there()
    {
        var ran = await DocumentAsync("run 40 8 1e-9 10 --eval-every 2 --stop-when-flat 4 --json --quiet");
        Assert.Equal(("completed", 8), (ran.GetProperty("state").GetString(), ran.GetProperty("iteration").GetInt32()));
        Assert.Equal(4, ran.GetProperty("spec").GetProperty("stopWhenFlat").GetInt32());
        Assert.Equal(await FingerprintAsync(8, 8, 1e-9, 10), ran.GetProperty("fingerprint").GetString());

        var shown = await _harness.RunAsync("show 1");
        Assert.Matches("(?m)^ended +at iteration 8 of 40: 4 evaluations brought no better accuracy", shown.Output);
        Assert.Matches("(?m)^again .* --eval-every 2 --stop-when-flat 4\r?$", shown.Output);
    }

    [Fact]
    public async Task Run_should_wait_for_five_flat_evaluations_when_no_number_is_given()
    {
        var ran = await DocumentAsync("run 40 8 1e-9 10 --stop-when-flat --json --quiet");
        Assert.Equal(10, ran.GetProperty("iteration").GetInt32());
    }

    [Fact]
    public async Task Run_should_leave_with_1_and_name_the_iteration_when_training_diverges()
    {
        var result = await _harness.RunAsync("run 10 8 1e308 10 --quiet");
        Assert.Matches("^experiment 1 failed: .*iteration 1.*smaller learning rate", result.SingleErrorLine());
        Assert.Equal(1, result.Code);
        Assert.Equal("failed", (await DocumentAsync("show 1 --json")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Resume_should_show_the_result_when_the_experiment_is_completed()
    {
        await _harness.RunAsync("run 0 8 0.05 10 --quiet");
        var result = await _harness.RunAsync("resume 1");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("experiment 1 is completed: nothing to resume", result.Output, StringComparison.Ordinal);
        Assert.Contains("0, 8, 0.05, 10 : ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_should_leave_with_4_and_name_the_process_when_another_one_writes_to_the_store()
    {
        using var writer = Store.Open(new StoreOptions { Folder = _harness.Folder["store"], Command = "secant run 1 2 3 4" });
        var result = await _harness.RunAsync("run 0 8 0.05 10");
        Assert.Contains($"{Environment.ProcessId}", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(4, result.Code);
    }

    [Fact]
    public async Task Run_should_leave_with_4_and_the_reason_when_the_lab_cannot_read_its_events()
    {
        await _harness.RunAsync("run 0 8 0.05 10 --quiet");
        using (var journal = new SqliteConnection(
            $"Data Source={Path.Combine(_harness.Folder["store"], "journal.db")};Pooling=False"))
        {
            journal.Open();
            using var damage = journal.CreateCommand();
            damage.CommandText = "UPDATE journal SET message = x'ffff' WHERE persistence_id = 'lab' AND sequence_number = 1";
            Assert.Equal(1, damage.ExecuteNonQuery());
        }

        var result = await _harness.RunAsync("run 0 8 0.05 10");
        Assert.Equal(4, result.Code);
        Assert.Matches("'lab.submitted.1' of 2 bytes is damaged: .*'secant store check'", result.SingleErrorLine());
    }

    // Ctrl-C when a line tells of an iteration or a later one.
    private static void InterruptAt(CommandHarness harness, int iteration) => harness.OnLine = line =>
    {
        if (Regex.Match(line, @"^iteration (\d+)/") is { Success: true } match
            && int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) >= iteration)
        {
            harness.Interruption.Signal();
        }
    };

    private static async Task<string> FingerprintAsync(int iterations, int batchSize, double rate, int hidden)
    {
        var data = await new DataCatalogue().LoadAsync("mnist-10k", cancellation: TestContext.Current.CancellationToken);
        var trainer = new ReferenceTrainer(
            new ExperimentSpec { Iterations = iterations, BatchSize = batchSize, LearningRate = rate, HiddenSize = hidden },
                data);
        trainer.Run();
        return trainer.Parameters().Fingerprint();
    }

    private async Task<JsonElement> DocumentAsync(string line)
    {
        var result = await _harness.RunAsync(line);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
