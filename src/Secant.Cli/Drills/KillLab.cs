using System.Diagnostics;
using Secant.Lab.Contracts;

namespace Secant.Cli.Drills;

/// <summary>SIGKILL of the lab, and the same command again.</summary>
internal sealed class KillLab : Drill
{
    public override string Name => "kill-lab";

    public override string Summary => "the lab is killed and started again; nobody touches the workers";

    public override async Task<TimeSpan> BreakAsync(DrillLab lab, Action<string> say, CancellationToken cancellation)
    {
        var joined = lab.Workers.Select(worker => worker.Count(DrillLab.Joined)).ToList();
        var pass = await lab.PassAsync(cancellation).ConfigureAwait(false);
        var process = lab.Lab.Id;
        await lab.Lab.KillAsync().ConfigureAwait(false);
        say($"pass {pass}: killed the lab (process {process}); starting it again");
        var since = Stopwatch.GetTimestamp();
        await lab.RestartAsync(cancellation).ConfigureAwait(false);

        // It goes on from the last checkpoint, so from before that pass.
        var resumed = (await lab.UntilAsync(document => document.State == ExperimentStates.Running, cancellation)
            .ConfigureAwait(false)).Iteration;
        say($"goes on from the checkpoint at pass {resumed}");
        var took = await lab.GoesOnAsync(resumed, since, cancellation).ConfigureAwait(false);
        foreach (var (worker, times) in lab.Workers.Zip(joined))
        {
            await worker.LineAsync(DrillLab.Joined, times + 1, cancellation).ConfigureAwait(false);
        }

        say("both workers found it again by themselves");
        return took;
    }
}
