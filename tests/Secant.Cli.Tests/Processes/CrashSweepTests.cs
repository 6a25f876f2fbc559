using System.Globalization;
using System.Text.Json;
using Secant.Actors.Journal;
using Secant.Actors.Journal.Upkeep;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;
using Secant.Cli.Tests.Processes.Faults;

namespace Secant.Cli.Tests.Processes;

/// <summary>The program is killed just before and just after each of its writes, and resumed: what it ends with is what it would have been.</summary>
public sealed class CrashSweepTests
{
    // Several chunks a checkpoint, and a checkpoint as often as it may be.
    private const string Settings = "secant.checkpoint { interval = 100ms, cost-limit = 0.5 }\n";

    private const string Plugins = """
        akka.persistence.journal.sql.class = "Secant.Cli.Tests.Processes.Faults.CrashingJournal, Secant.Cli.Tests"
        akka.persistence.snapshot-store.sql.class = "Secant.Cli.Tests.Processes.Faults.CrashingSnapshotStore, Secant.Cli.Tests"

        """;

    private const string Sweep = "name: 수업\nexperiments: [[300, 8, 0.05, 40], [200, 4, 0.02, 700], [300, 8, 0.05, 40]]\n";

    private const int ShortPoints = 3;

    private static readonly string[] Moments = ["before", "after"];

    // What a crash may change: times, and what tells of the crash itself.
    private static readonly string[] OfTheDay =
        ["elapsedSeconds", "passMilliseconds", "recoveries", "nodes", "submittedAtUnixMilliseconds", "placement", "why", "spans", "build", "forecast"];

    [Fact(Timeout = 3_600_000)]
    public Task Experiment_should_end_as_if_nothing_had_been_when_it_was_killed_at_any_write() =>
        SweepAsync("an experiment", ["run", "400", "4", "0.05", "700", "--seed", "3", "--eval-every", "100"]);

    [Fact(Timeout = 3_600_000)]
    public Task Sweep_should_end_as_if_nothing_had_been_when_it_was_killed_at_any_write() =>
        SweepAsync("a sweep of three", ["sweep", "sweep.yaml"]);

    private static async Task SweepAsync(string what, string[] command)
    {
        var trial = new Trial($"killed before and after each write of {what}");
        await using var unbroken = NewSandbox();
        var (code, writes) = await RunAsync(unbroken, command, 0, "before");
        Assert.Equal(0, code);
        var expected = Results(unbroken);
        trial.Say($"unbroken: {writes.Count} writes");

        // The long form goes on until there is no such write any more: another run may make some more.
        var step = Trial.IsFull ? 1 : Math.Max(1, writes.Count / ShortPoints);
        var points = 0;
        for (var write = Trial.IsFull ? 1 : 1 + trial.Random.Next(step); Trial.IsFull || write <= writes.Count; write += step)
        {
            var isKilled = false;
            string[] moments = Trial.IsFull ? Moments : [Moments[trial.Random.Next(Moments.Length)]];
            foreach (var when in moments)
            {
                isKilled |= await CrashAsync(trial, command, write, when, expected);
            }

            if (!isKilled)
            {
                break;
            }

            points += moments.Length;
        }

        // How many checkpoints there are is a matter of time: another run may make half as many writes, and the later points fall away.
        Assert.InRange(points, Trial.IsFull ? 20 : 1, int.MaxValue);
        trial.Record($"{points} crash points, {writes.Count} writes in the unbroken run: resumed to the same results and the same list, every time");
    }

    private static async Task<bool> CrashAsync(Trial trial, string[] command, int write, string when, string expected)
    {
        await using var sandbox = NewSandbox();
        var (code, writes) = await RunAsync(sandbox, command, write, when);
        var isKilled = code != 0;
        Assert.True(code is 0 or 128 + (int)Signal.Kill, $"left with {code} at write {write}");

        // Nobody runs it now, and whoever looks is told so.
        Assert.DoesNotContain(new StoreReader(sandbox["store"]).List(), document => document.State == ExperimentStates.Running);
        trial.Say($"{(isKilled ? "killed" : "not killed")} {when} write {write}: {(isKilled ? writes[write - 1] : "there were only " + writes.Count)}");
        var resumed = await sandbox.RunAsync("resume", "--quiet");
        Assert.True(resumed.Code == 0, $"resume left with {resumed.Code} after a crash {when} {write}: {resumed.Error}");

        // A submission that was not acknowledged is made again; a sweep runs what is missing.
        if (command[0] == "sweep" || Results(sandbox).Length == 0)
        {
            Assert.Equal(0, (await sandbox.RunAsync([.. command, "--quiet"])).Code);
        }

        Assert.Equal(expected, Results(sandbox));

        // What the crash left half done is gone once a writer has opened the store.
        Store.Open(new StoreOptions { Folder = sandbox["store"], Command = "secant test" }).Dispose();
        var findings = StoreUpkeep.Check(sandbox["store"]);
        Assert.Empty(findings.Damage);
        Assert.Equal(0, findings.Leftovers);
        return isKilled;
    }

    private static Sandbox NewSandbox()
    {
        var sandbox = new Sandbox(Settings);
        File.WriteAllText(sandbox["crash.hocon"], Settings + Plugins);
        File.WriteAllText(sandbox["sweep.yaml"], Sweep);
        return sandbox;
    }

    private static async Task<(int Code, IReadOnlyList<string> Writes)> RunAsync(Sandbox sandbox, string[] command, int write, string when)
    {
        var log = sandbox["writes"];
        File.WriteAllText(log, "");
        var process = sandbox.Start([.. command, "--quiet", "--config", sandbox["crash.hocon"]], new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(CrashPoint).Assembly.Location,
            [CrashPoint.At] = write.ToString(CultureInfo.InvariantCulture),
            [CrashPoint.When] = when,
            [CrashPoint.Log] = log,
        });
        return (await process.ExitAsync(), File.ReadAllLines(log));
    }

    // The list as 'secant list --json' writes it, without what a crash may change.
    private static string Results(Sandbox sandbox)
    {
        using var parsed = JsonDocument.Parse(DocumentJson.Of(new StoreReader(sandbox["store"]).List()));
        return string.Join('\n', parsed.RootElement.EnumerateArray().Select(document => string.Join(' ', document.EnumerateObject()
            .Where(property => !OfTheDay.Contains(property.Name))
            .Select(property => $"{property.Name}: {property.Value.GetRawText()}"))));
    }
}
