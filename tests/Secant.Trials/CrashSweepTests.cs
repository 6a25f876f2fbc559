using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Secant.Actors.Journal;
using Secant.Actors.Maintenance;
using Secant.Cli.Details;
using Secant.Lab.Contracts;
using Secant.Trials.Faults;

namespace Secant.Trials;

/// <summary>The program is killed just before and just after each of its writes, and resumed: what it ends with is what it would
/// have been.</summary>
[Collection(RealProcesses.Name)]
public sealed partial class CrashSweepTests
{
    // A checkpoint where the log is full, which is a matter of passes: every run makes the same writes.
    private const string ByPasses = "secant.checkpoint.interval = 1h\nsecant.slices.log-bytes = 32000\n";

    // As often as it may be: every run makes other writes.
    private const string ByTime = "secant.checkpoint { interval = 100ms, cost-limit = 0.5 }\n";

    private const string Plugins = """
        akka.persistence.journal.sql.class = "Secant.Trials.Faults.CrashingJournal, Secant.Trials"
        akka.persistence.snapshot-store.sql.class = "Secant.Trials.Faults.CrashingSnapshotStore, Secant.Trials"

        """;

    // The log takes 25 passes; the large net has several chunks.
    private const string Sweep = "name: 수업\nexperiments: [[60, 16, 0.05, 40], [30, 16, 0.02, 700], [60, 16, 0.05, 40]]\n";

    private const int ShortPoints = 2;

    private static readonly string[] Moments = ["before", "after"];

    // What a crash may change: times, and what tells of the crash itself.
    private static readonly string[] OfTheDay =
        ["elapsedSeconds", "passMilliseconds", "recoveries", "nodes", "submittedAtUnixMilliseconds", "placement", "why", "spans",
        "build", "forecast", "nodeNames"];

    [Fact(Timeout = 3_600_000)]
    public Task Experiment_should_end_as_if_nothing_had_been_when_it_was_killed_at_any_write() =>
        SweepAsync("an experiment", ["run", "80", "16", "0.05", "700", "--seed", "3", "--eval-every", "40"]);

    [Fact(Timeout = 3_600_000)]
    public Task Sweep_should_end_as_if_nothing_had_been_when_it_was_killed_at_any_write() =>
        SweepAsync("a sweep of three", ["sweep", "sweep.yaml"]);

    [Fact(Timeout = 3_600_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Experiment_should_end_as_if_nothing_had_been_when_checkpoints_come_as_time_has_it()
    {
        var trial = new Trial("killed at writes of an experiment whose checkpoints come by time");
        var crash = new Crash(trial, ["run", "400", "4", "0.05", "700", "--seed", "3", "--eval-every", "100"], ByTime);
        var writes = await crash.UnbrokenAsync();
        var points = 0;
        for (var write = 1; write <= writes.Count; write++)
        {
            points += await crash.AtAsync(write.ToString(CultureInfo.InvariantCulture), Moments[write % 2]) ? 1 : 0;
        }

        Assert.InRange(points, 10, int.MaxValue);
        trial.Record($"{points} crash points, {writes.Count} writes in the unbroken run: resumed to the same results and the "
            + "same list, every time");
    }

    private static async Task SweepAsync(string what, string[] command)
    {
        var trial = new Trial($"killed before and after each write of {what}");
        var crash = new Crash(trial, command, ByPasses);
        var writes = await crash.UnbrokenAsync();
        var all = writes.SelectMany(write => Moments.Select(when => (Write: write, When: when))).ToList();
        (string Write, string When)[] chosen = Trial.IsFull ? [.. all] : trial.Random.GetItems([.. all], ShortPoints);
        var hit = new List<(string Write, string When)>();
        foreach (var point in chosen)
        {
            if (await crash.AtAsync(point.Write, point.When))
            {
                hit.Add(point);
            }
        }

        // What is deleted as the last thing of all may be left to the next writer.
        Assert.All(chosen.Except(hit), missed => Assert.StartsWith("delete ", missed.Write, StringComparison.Ordinal));
        if (Trial.IsFull)
        {
            Assert.Equal(all.Select(Kind).Distinct().Order(), hit.Select(Kind).Distinct().Order());
        }

        trial.Record($"{hit.Count} crash points, {writes.Count} writes in the unbroken run: resumed to the same results and "
            + "the same list, every time");
    }

    private static string Kind((string Write, string When) point) => $"{point.When} {Number().Replace(point.Write, "N")}";

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    // One command, killed again and again.
    private sealed class Crash(Trial trial, string[] command, string settings)
    {
        private string _expected = "";

        /// <returns>The names of its writes when nothing happens to it.</returns>
        public async Task<IReadOnlyList<string>> UnbrokenAsync()
        {
            await using var sandbox = NewSandbox(settings);
            var (code, writes) = await RunAsync(sandbox, command, "", "before");
            Assert.Equal(0, code);
            _expected = Results(sandbox);
            trial.Say($"unbroken: {writes.Count} writes");
            return writes;
        }

        /// <returns>Whether there was such a write.</returns>
        public async Task<bool> AtAsync(string write, string when)
        {
            await using var sandbox = NewSandbox(settings);
            var (code, writes) = await RunAsync(sandbox, command, write, when);
            var isKilled = code != 0;
            Assert.True(code is 0 or 128 + (int)Signal.Kill, $"left with {code} at write {write}");

            // Nobody runs it now, and whoever looks is told so.
            Assert.DoesNotContain(new StoreReader(sandbox["store"]).List(),
                document => document.State == ExperimentStates.Running);
            trial.Say(isKilled ? $"killed {when} write {write}" : $"no write {write}, there were {writes.Count}");
            var resumed = await sandbox.RunAsync("resume", "--quiet");
            Assert.True(resumed.Code == 0, $"resume left with {resumed.Code} after a crash {when} {write}: {resumed.Error}");

            // A submission that was not acknowledged is made again; a sweep runs what is missing.
            if (command[0] == "sweep" || Results(sandbox).Length == 0)
            {
                Assert.Equal(0, (await sandbox.RunAsync([.. command, "--quiet"])).Code);
            }

            Assert.Equal(_expected, Results(sandbox));

            // What the crash left half done is gone once a writer has opened the store.
            Store.Open(new StoreOptions { Folder = sandbox["store"], Command = "secant test" }).Dispose();
            var findings = StoreUpkeep.Check(sandbox["store"]);
            Assert.Empty(findings.Damage);
            Assert.Equal(0, findings.Leftovers);
            return isKilled;
        }
    }

    private static Sandbox NewSandbox(string settings)
    {
        var sandbox = new Sandbox(settings);
        File.WriteAllText(sandbox["crash.hocon"], settings + Plugins);
        File.WriteAllText(sandbox["sweep.yaml"], Sweep);
        return sandbox;
    }

    private static async Task<(int Code, IReadOnlyList<string> Writes)> RunAsync(Sandbox sandbox, string[] command, string write,
        string when)
    {
        var log = sandbox["writes"];
        File.WriteAllText(log, "");
        var process = sandbox.Start([.. command, "--quiet", "--config", sandbox["crash.hocon"]], new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(CrashPoint).Assembly.Location,
            [CrashPoint.At] = write,
            [CrashPoint.When] = when,
            [CrashPoint.Log] = log,
        });
        return (await process.ExitAsync(), File.ReadAllLines(log));
    }

    // The list as 'secant list --json' writes it, without what a crash may change.
    private static string Results(Sandbox sandbox)
    {
        using var parsed = JsonDocument.Parse(DocumentJson.Of(new StoreReader(sandbox["store"]).List()));
        return string.Join('\n',
            parsed.RootElement.EnumerateArray().Select(document => string.Join(' ', document.EnumerateObject()
            .Where(property => !OfTheDay.Contains(property.Name))
            .Select(property => $"{property.Name}: {property.Value.GetRawText()}"))));
    }
}
