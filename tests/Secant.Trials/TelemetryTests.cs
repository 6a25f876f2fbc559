using System.Text.Json;
using System.Text.RegularExpressions;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>What a lab tells a Prometheus, an OTLP collector and a log file.</summary>
[Collection(RealProcesses.Name)]
public sealed partial class TelemetryTests
{
    private static readonly ExperimentSpec Long =
        new() { Iterations = 1_000_000, BatchSize = 16, LearningRate = 0.05, HiddenSize = 72, EvaluateEvery = 50 };

    // One test, as it is one lab.
    [Fact(Timeout = 120_000)]
    public async Task Lab_should_tell_what_it_measures_to_prometheus_a_collector_and_its_log()
    {
        await using var collector = new Collector();
        await using var lab = await LabOfProcesses.StartAsync(
            $"secant.telemetry {{ metrics = \"127.0.0.1:0\", otlp = \"{collector.Address}\" }}\nsecant.log {{ file = "
                + $"\"log.json\", level = info }}\nsecant.lab.cores = 1\n{LabMatrix.Settings}");
        lab.StartWorker();
        var metrics = new Uri((await lab.Lab.LineAsync(@"^for Prometheus: +(\S+)$")).Groups[1].Value);
        var id = await lab.SubmitAsync(Long, 2);

        var series = Series(await File.ReadAllTextAsync(Repository.File("config", "grafana.json"),
            TestContext.Current.CancellationToken));
        Assert.True(series.Count >= 10, string.Join(", ", series));
        using var http = new HttpClient();
        var offered = "";
        await LabOfProcesses.UntilAsync(
            async () =>
            {
                offered = await http.GetStringAsync(metrics, TestContext.Current.CancellationToken);
                return series.All(one => Regex.IsMatch(offered, one, RegexOptions.Multiline));
            },
            "every series of the dashboard",
            seen: () => $"no {string.Join(", ", series.Where(one => !Regex.IsMatch(offered, one, RegexOptions.Multiline)))} "
                + $"in {offered}");
        Assert.Contains($"secant_experiment_id=\"{id}\"", offered, StringComparison.Ordinal);

        await LoggedAsync(lab, HappeningKinds.Joined, "w1 joined with 1 core");
        await lab.LoseAsync(lab.Workers[0]);
        await LoggedAsync(lab, HappeningKinds.Died, "w1 was lost: its connection broke");

        await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Cancel, TestContext.Current.CancellationToken);
        lab.Lab.Send(Signal.Terminate);
        Assert.Equal(0, await lab.Lab.ExitAsync());
        Assert.DoesNotMatch("(?i)remoting|info", lab.Lab.Output);
        var log = await ReadSharedAsync(lab.Sandbox["log.json"]);
        Assert.DoesNotContain(log, line => line.GetProperty("level").GetString() == "error");
        Assert.All(log, line => Assert.EndsWith("Z", line.GetProperty("time").GetString(), StringComparison.Ordinal));
        Assert.True(collector.Has("/v1/metrics", "secant.pass.duration", "secant.experiment.id", "service.name"));
        Assert.True(collector.Has("/v1/traces", "experiment", "secant.experiment.id", "checkpoint", "secant.checkpoint.size"));
    }

    // In the file and on standard error.
    private static async Task LoggedAsync(LabOfProcesses lab, string kind, string message)
    {
        await lab.Lab.LineAsync($" info .*: {message}$");
        IReadOnlyList<JsonElement> log = [];
        await LabOfProcesses.UntilAsync(
            async () => (log = await ReadSharedAsync(lab.Sandbox["log.json"])).Any(line =>
                line.GetProperty("level").GetString() == "info" && line.GetProperty("message").GetString() == message
                && (line.GetProperty("kind").GetString(), line.GetProperty("node").GetString(),
                line.GetProperty("experiment").GetString()) == (kind, "w1", null)),
            $"{message} in the log",
            TimeSpan.FromSeconds(10),
            () => string.Join('\n', log));
    }

    // For each query of a dashboard, what a line of the scrape has to be like: its metric, with the labels that it sums by or
    // shows.
    private static IReadOnlyList<string> Series(string dashboard)
    {
        using var parsed = JsonDocument.Parse(dashboard);
        return
        [
            .. from panel in parsed.RootElement.GetProperty("panels").EnumerateArray()
               from target in panel.GetProperty("targets").EnumerateArray()
               let query = target.GetProperty("expr").GetString()!
               let metric = Metric().Matches(query).Select(match => match.Value)
               .Single(name => name is not ("secant_experiment_id" or "secant_node_name"))
               let labels = Grouping().Match(query).Groups[1].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries)
                   .Append(Legend().Match(target.GetProperty("legendFormat").GetString()!).Groups[1].Value)
               select $"^{metric}{{{string.Concat(labels.Distinct().Select(label => $"(?=.*[{{,]{label}=\")"))}",
        ];
    }

    // As people read a file that is written to.
    private static async Task<IReadOnlyList<JsonElement>> ReadSharedAsync(string file) =>
        [.. (await Tool.RunAsync(["cat", file])).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement)];

    [GeneratedRegex("secant_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"by \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Legend();
}
