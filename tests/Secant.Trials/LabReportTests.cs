using System.Text.Json;

namespace Secant.Trials;

/// <summary>Sweep, forecast and report on a lab of real processes.</summary>
[Collection(RealProcesses.Name)]
public sealed class LabReportTests
{
    private const string Forecast = @"(?m)^forecast: \S+ s( \S+ s)? for 4 runs on 1 core, nine in ten take ";

    [Fact(Timeout = 300_000)]
    public async Task Lab_should_be_swept_planned_and_reported_on_by_what_its_own_store_holds()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        var address = lab.Address.ToString();
        var file = lab.Sandbox["수업.yaml"];
        await File.WriteAllTextAsync(file, "repeat: 2\nexperiments: [[40, 8, 0.05, 10], [20, 8, 0.05, 10]]\n",
            TestContext.Current.CancellationToken);

        await lab.StaffAsync(1);
        var swept = await lab.Sandbox.RunAsync("sweep", file, "--join", address);
        Assert.Equal((0, ""), (swept.Code, swept.Error));
        Assert.Matches(Forecast, swept.Output);
        Assert.Matches("(?m)^the sweep took .*, forecast ", swept.Output);

        // The lab has them all; this machine's store has none.
        using var plan = JsonDocument.Parse(
            (await lab.Sandbox.RunAsync("plan", file, "--join", address, "--store", lab.Sandbox["other"], "--json")).Output);
        Assert.Equal([(2, 0), (2, 0)], plan.RootElement.GetProperty("rows").EnumerateArray()
            .Select(row => (row.GetProperty("runs").GetInt32(), row.GetProperty("runsThere").GetInt32())));
        Assert.Equal(0, plan.RootElement.GetProperty("lab").GetProperty("seconds").GetDouble());
        Assert.True(plan.RootElement.GetProperty("here").GetProperty("seconds").GetDouble() > 0);

        var submitted = await lab.Sandbox.RunAsync("submit", "30", "8", "0.05", "10", "--join", address);
        Assert.Equal((0, ""), (submitted.Code, submitted.Error));
        Assert.Matches(@"^forecast: .* nine in ten take ", submitted.Output);
        Assert.Matches(@"(?m)^forecast +.*; it took ", submitted.Output);

        using var history = JsonDocument.Parse(
            (await lab.Sandbox.RunAsync("plan", "--history", "--join", address, "--json")).Output);
        Assert.Equal(["1", "2", "3", "4", "5"],
            history.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()));

        var reported = await lab.Sandbox.RunAsync("report", "--sweep", "수업", "--join", address, "--out", lab.Sandbox["report"]);
        Assert.Equal((0, ""), (reported.Code, reported.Error));
        var text = await File.ReadAllTextAsync(Path.Combine(lab.Sandbox["report"], "report.md"),
            TestContext.Current.CancellationToken);
        Assert.Contains("# Sweep: 수업", text, StringComparison.Ordinal);
        Assert.Contains("| 1 (w1) | 0 |", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Submission_should_say_nothing_of_time_when_the_lab_has_no_node_to_judge_by()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        var process = lab.Sandbox.Start("submit", "20", "8", "0.05", "10", "--join", lab.Address.ToString());
        await LabOfProcesses.UntilAsync(async () => (await lab.StatusAsync())?.Experiments.Count > 0, "the submission");
        await lab.StaffAsync(1);
        Assert.Equal(0, await process.ExitAsync());
        Assert.DoesNotContain("forecast", process.Output, StringComparison.Ordinal);
    }
}
