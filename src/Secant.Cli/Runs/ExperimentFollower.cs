using System.Runtime.CompilerServices;
using Secant.Actors.Hosting;
using Secant.Cli.Shell;
using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary>Shows an experiment of a lab in this process until it ends; Ctrl-C stops the lab, which checkpoints first.</summary>
internal sealed class ExperimentFollower(Screens screens, ILab lab, Func<Task> stop)
{
    /// <summary>How long a stopped lab is given to send its last document.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <returns>The last document; null where the lab stopped before there was one.</returns>
    public async Task<ExperimentDocument?> FollowAsync(string id, CancellationToken cancellation)
    {
        // The stream is not cancelled with the command: its last document says how far the checkpoint on leaving got.
        using var following = new CancellationTokenSource();
        var stopping = Task.CompletedTask;
        ExperimentDocument? last;
        await using (cancellation.Register(() => stopping = StopAsync(following)).ConfigureAwait(false))
        {
            last = await View(screens).ShowAsync(UntilCancelled(lab.FollowAsync(id, following.Token), following.Token))
                .ConfigureAwait(false);
        }

        await stopping.ConfigureAwait(false);
        return last is not null && cancellation.IsCancellationRequested && !ExperimentStates.IsEnd(last.State)
            ? last with { State = ExperimentStates.Interrupted }
            : last;
    }

    private async Task StopAsync(CancellationTokenSource following)
    {
        await stop().ConfigureAwait(false);
        following.CancelAfter(Grace);
    }

    private static async IAsyncEnumerable<ExperimentDocument> UntilCancelled(
        IAsyncEnumerable<ExperimentDocument> documents, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var each = documents.GetAsyncEnumerator(cancellation);
        while (await NextAsync(each, cancellation).ConfigureAwait(false))
        {
            yield return each.Current;
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<ExperimentDocument> documents, CancellationToken cancellation)
    {
        try
        {
            return await documents.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The view that fits the screens.</summary>
    public static IExperimentView View(Screens screens) => screens switch
    {
        { IsQuiet: true } => new QuietView(),
        { IsLive: true } => new LiveView(screens.Notes, screens.Context.Time),
        _ => new MilestoneView(screens.Notes),
    };
}
