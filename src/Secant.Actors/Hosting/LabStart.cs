using Akka.Actor;
using Secant.Actors.Coordination;
using Secant.Core;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>The wait for a lab that was just begun: its first answer comes when it has read the store.</summary>
internal static class LabStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What reaches a lab right before it ends is never answered; whoever asks anew hears why it ended.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <param name="lab">The lab's keeper.</param>
    /// <param name="folder">The store's, for messages.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SecantException">The store failed, or does not answer.</exception>
    public static async Task WaitAsync(IActorRef lab, string folder, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Interval)
        {
            try
            {
                var answer = await lab.Ask<object>(new LabProtocol.GetStatus(), Interval, cancellation).ConfigureAwait(false);
                if (answer is LabProtocol.NotStored failed)
                {
                    throw new SecantException(Failure.Store, failed.Reason);
                }

                return;
            }
            catch (AskTimeoutException)
            {
                // Long journals take longer.
            }
        }

        throw new SecantException(
            Failure.Store, $"the store in {folder} did not answer within {Patience.TotalSeconds} s; run 'secant list' to see whether it can be read");
    }
}
