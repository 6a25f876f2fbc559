using System.Diagnostics;

namespace Secant.Cli.Drills;

/// <summary>SIGSTOP of one of two workers for some seconds: it is there, and silent.</summary>
internal sealed class HangWorker : Drill
{
    // Longer than the cluster waits for a silent member.
    private static readonly TimeSpan HangTime = TimeSpan.FromSeconds(6);

    public override string Name => "hang-worker";

    public override string Summary => $"one of two workers is stopped for {HangTime.TotalSeconds} s and wakes up again";

    public override string? Obstacle => ProcessSignal.IsSupported ? null : "this system cannot stop a process";

    public override async Task<TimeSpan> BreakAsync(DrillLab lab, Action<string> say, CancellationToken cancellation)
    {
        var hung = lab.Workers[1];
        var joined = hung.Count(DrillLab.Joined);
        await lab.HasSliceAsync("w2", cancellation).ConfigureAwait(false);
        var pass = await lab.PassAsync(cancellation).ConfigureAwait(false);
        var since = Stopwatch.GetTimestamp();
        ProcessSignal.Stop(hung.Id);
        say($"pass {pass}: stopped w2 (process {hung.Id})");
        var took = await lab.GoesOnAsync(pass, since, cancellation).ConfigureAwait(false);
        var rest = HangTime - Stopwatch.GetElapsedTime(since);
        await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, cancellation).ConfigureAwait(false);
        ProcessSignal.Continue(hung.Id);
        await hung.LineAsync(DrillLab.Joined, joined + 1, cancellation).ConfigureAwait(false);
        say("w2 woke up and joined again by itself");
        return took;
    }
}
