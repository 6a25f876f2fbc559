using System.Diagnostics;

namespace Secant.Cli.Drills;

/// <summary>SIGKILL of one of two workers.</summary>
internal sealed class KillWorker : Drill
{
    public override string Name => "kill-worker";

    public override string Summary => "one of two workers is killed while it computes";

    public override async Task<TimeSpan> BreakAsync(DrillLab lab, Action<string> say, CancellationToken cancellation)
    {
        await lab.HasSliceAsync("w2", cancellation).ConfigureAwait(false);
        var pass = await lab.PassAsync(cancellation).ConfigureAwait(false);
        var since = Stopwatch.GetTimestamp();
        await lab.Workers[1].KillAsync().ConfigureAwait(false);
        say($"pass {pass}: killed w2 (process {lab.Workers[1].Id})");
        return await lab.GoesOnAsync(pass, since, cancellation).ConfigureAwait(false);
    }
}
