using Secant.Actors.Hosting;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;

namespace Secant.Cli.Commands;

/// <summary>Shows an experiment of a lab in this process until it ends; Ctrl-C stops the lab, which checkpoints first.</summary>
internal sealed class ExperimentFollower(Screens screens, ILab lab, Func<Task> stop)
{
    /// <returns>The last document; null where the lab stopped before there was one.</returns>
    public async Task<ExperimentDocument?> FollowAsync(string id, CancellationToken cancellation)
    {
        var stopping = Task.CompletedTask;
        ExperimentDocument? last;

        // The stream is not cancelled with the command: its last document says how far the checkpoint on leaving got.
        await using (cancellation.Register(() => stopping = stop()))
        {
            last = await View().ShowAsync(lab.FollowAsync(id, CancellationToken.None)).ConfigureAwait(false);
        }

        await stopping.ConfigureAwait(false);
        return last;
    }

    private IExperimentView View() => screens switch
    {
        { IsQuiet: true } => new QuietView(),
        { IsLive: true } => new LiveView(screens.Notes, screens.Context.Time),
        _ => new MilestoneView(screens.Notes),
    };
}
