using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Secant.Cli.Rendering;
using Secant.Core;
using Secant.Core.Experiments;

namespace Secant.Cli.Drills;

/// <summary>Runs an experiment unbroken, then drill after drill, and tells what it sees.</summary>
internal sealed class DrillRunner(CommandContext context)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly ExperimentSpec Spec = new()
    {
        Iterations = 3_000,
        BatchSize = 16,
        LearningRate = 0.05,
        HiddenSize = 72,
        EvaluateEvery = 500,
    };

    /// <returns>Whether everything that was tried healed with the same fingerprint.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<Drill> drills, CancellationToken cancellation)
    {
        var started = context.Time.GetTimestamp();
        using var folder = new DrillFolder();
        var fingerprint = await UnbrokenAsync(folder["unbroken"], cancellation).ConfigureAwait(false);
        Say($"unbroken run of {Spec.Iterations} passes: fingerprint {fingerprint[..16]}");
        var outcomes = new List<DrillOutcome>();
        foreach (var drill in drills)
        {
            await using (drill.ConfigureAwait(false))
            {
                outcomes.Add(await OneAsync(drill, folder[drill.Name], fingerprint, cancellation).ConfigureAwait(false));
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
            $"{tried.Count(outcome => outcome.HasHealed)} of {tried.Count} healed in {context.Time.GetElapsedTime(started).TotalSeconds:F0} s altogether"));
        return tried.All(outcome => outcome.HasHealed);
    }

    private async Task<DrillOutcome> OneAsync(Drill drill, string folder, string fingerprint, CancellationToken cancellation)
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
                await lab.BeginAsync(Spec, limit.Token).ConfigureAwait(false);
                log.Begin();
                took = await drill.BreakAsync(lab, log.Say, limit.Token).ConfigureAwait(false);
                var document = await lab.EndAsync(limit.Token).ConfigureAwait(false);
                var isSame = document.Fingerprint == fingerprint;
                Detail($"{document.State} after {document.Recoveries} recover{(document.Recoveries == 1 ? "y" : "ies")}, fingerprint {document.Fingerprint?[..16]}: {(isSame ? "the same" : "ANOTHER")}");
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

    private static async Task<string> UnbrokenAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "cluster.hocon"), "");
        var run = ChildProcess.Start(
            folder,
            "run",
            Spec.Iterations.ToString(CultureInfo.InvariantCulture),
            Spec.BatchSize.ToString(CultureInfo.InvariantCulture),
            Spec.LearningRate.ToString(CultureInfo.InvariantCulture),
            Spec.HiddenSize.ToString(CultureInfo.InvariantCulture),
            "--eval-every",
            Spec.EvaluateEvery!.Value.ToString(CultureInfo.InvariantCulture),
            "--json",
            "--quiet");
        await using (run.ConfigureAwait(false))
        {
            var (code, output) = await run.ExitAsync(cancellation).ConfigureAwait(false);
            if (code != ExitCode.Done)
            {
                throw new SecantException(Failure.Work, $"the unbroken run left with {code}: {output}");
            }

            using var document = JsonDocument.Parse(output);
            return document.RootElement.GetProperty("fingerprint").GetString()!;
        }
    }

    private static string Verdict(DrillOutcome outcome) => outcome switch
    {
        { IsSkipped: true } => $"skipped: {outcome.Reason}",
        { HasHealed: true, Recovery: { } took } => $"healed in {took.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture)} s, same fingerprint",
        { Recovery: not null, IsSame: false, Reason: null } => "NOT HEALED: another fingerprint",
        _ => $"NOT HEALED: {outcome.Reason}",
    };

    private void Say(string line) => context.Output.WritePlainLine(line);

    private void Detail(string line) => Say($"  {line}");
}
