using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Experiments;

namespace Secant.Cli.Drills;

/// <summary>Runs an experiment unbroken, then drill after drill, and tells what it sees.</summary>
internal sealed class DrillRunner(CommandContext context)
{
    // What heals slowly on a crowded machine heals; most drills take a twentieth of it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    // A break comes some seconds after the beginning, and must not come after the end. A lab takes some five times as long for a
    // pass as the one process of the unbroken run.
    private static readonly TimeSpan LeastLength = TimeSpan.FromSeconds(1);

    private static readonly ExperimentSpec Shortest = Spec(3_000);

    /// <returns>Whether anything was tried, and everything that was healed with the same fingerprint.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<Drill> drills, CancellationToken cancellation)
    {
        var started = context.Time.GetTimestamp();
        using var folder = new DrillFolder();
        var spec = Shortest;
        var (fingerprint, took) = await UnbrokenAsync(folder["unbroken"], spec, cancellation).ConfigureAwait(false);
        if (took < LeastLength)
        {
            spec = Spec((int)Math.Ceiling(Shortest.Iterations * (LeastLength / took)));
            (fingerprint, _) = await UnbrokenAsync(folder["longer"], spec, cancellation).ConfigureAwait(false);
        }

        Say($"unbroken run of {spec.Iterations} passes: fingerprint {fingerprint[..16]}");
        var outcomes = new List<DrillOutcome>();
        foreach (var drill in drills)
        {
            await using (drill.ConfigureAwait(false))
            {
                outcomes.Add(await OneAsync(drill, folder[drill.Name], spec, fingerprint, cancellation).ConfigureAwait(false));
            }
        }

        Say("");
        foreach (var outcome in outcomes)
        {
            Say($"{outcome.Name,-12} {Verdict(outcome)}");
        }

        var tried = outcomes.Where(outcome => !outcome.IsSkipped).ToList();
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{tried.Count(outcome => outcome.HasHealed)} of {tried.Count} "
                + $"healed{(tried.Count < outcomes.Count ? $", {outcomes.Count - tried.Count} skipped," : "")} in "
                + $"{context.Time.GetElapsedTime(started).TotalSeconds:F0} s altogether"));
        return tried.Count > 0 && tried.All(outcome => outcome.HasHealed);
    }

    private static ExperimentSpec Spec(int iterations) =>
        new() { Iterations = iterations, BatchSize = 16, LearningRate = 0.05, HiddenSize = 72, EvaluateEvery = iterations / 6 };

    private async Task<DrillOutcome> OneAsync(Drill drill, string folder, ExperimentSpec spec, string fingerprint,
        CancellationToken cancellation)
    {
        Say("");
        Say($"{drill.Name}: {drill.Summary}");
        if (drill.Obstacle is { } obstacle)
        {
            Detail($"skipped: {obstacle}");
            return new DrillOutcome(drill.Name, null, false, obstacle, IsSkipped: true);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        TimeSpan? took = null;
        try
        {
            var log = new DrillLog(context);
            var lab = await drill.StartAsync(folder, log.Saw, limit.Token).ConfigureAwait(false);
            await using (lab.ConfigureAwait(false))
            {
                await lab.BeginAsync(spec, limit.Token).ConfigureAwait(false);
                log.Begin();
                took = await drill.BreakAsync(lab, log.Say, limit.Token).ConfigureAwait(false);
                var document = await lab.EndAsync(limit.Token).ConfigureAwait(false);
                var isSame = document.Fingerprint == fingerprint;
                Detail($"{document.State} after {document.Recoveries} "
                    + $"recover{(document.Recoveries == 1 ? "y" : "ies")}, fingerprint {document.Fingerprint?[..16]}: "
                    + (isSame ? "the same" : "ANOTHER"));
                return new DrillOutcome(drill.Name, took, isSame, document.Reason, IsSkipped: false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed($"not over within {Patience.TotalSeconds} s");
        }
        catch (Exception e) when (e is SecantException or IOException or SqliteException or Win32Exception)
        {
            return Failed(e.Message);
        }

        DrillOutcome Failed(string reason)
        {
            Detail(reason);
            return new DrillOutcome(drill.Name, took, false, reason, IsSkipped: false);
        }
    }

    // The fingerprint, and how long its passes took.
    private static async Task<(string Fingerprint, TimeSpan Took)> UnbrokenAsync(string folder, ExperimentSpec spec,
        CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "cluster.hocon"), "");
        var run = ChildProcess.Start(
            folder,
            "run",
            spec.Iterations.ToString(CultureInfo.InvariantCulture),
            spec.BatchSize.ToString(CultureInfo.InvariantCulture),
            spec.LearningRate.ToString(CultureInfo.InvariantCulture),
            spec.HiddenSize.ToString(CultureInfo.InvariantCulture),
            "--eval-every",
            spec.EvaluateEvery!.Value.ToString(CultureInfo.InvariantCulture),
            "--json",
            "--quiet");
        await using (run.ConfigureAwait(false))
        {
            var (code, output) = await ExitAsync().ConfigureAwait(false);
            if (code != ExitCode.Done)
            {
                throw new SecantException(Failure.Work, $"the unbroken run left with {code}: {output}");
            }

            using var document = JsonDocument.Parse(output);
            return (document.RootElement.GetProperty("fingerprint").GetString()!,
                TimeSpan.FromSeconds(document.RootElement.GetProperty("elapsedSeconds").GetDouble()));
        }

        async Task<(int Code, string Output)> ExitAsync()
        {
            try
            {
                return await run.ExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new SecantException(Failure.Work,
                    $"the unbroken run was not over within {Patience.TotalSeconds} s: this machine is too busy for a drill");
            }
        }
    }

    private static string Verdict(DrillOutcome outcome) => outcome switch
    {
        { IsSkipped: true } => $"skipped: {outcome.Reason}",
        { HasHealed: true, Recovery: { } took } =>
            $"healed in {took.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture)} s, same fingerprint",
        { Recovery: not null, IsSame: false, Reason: null } => "NOT HEALED: another fingerprint",
        _ => $"NOT HEALED: {outcome.Reason}",
    };

    private void Say(string line) => context.Output.WritePlainLine(line);

    private void Detail(string line) => Say($"  {line}");
}
