using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Actors.Hosting;

/// <summary>The wait for a lab that was just begun: its first answer comes when it has read the store, however long that
/// is.</summary>
internal static class LabStart
{
    /// <exception cref="SecantException">The store failed.</exception>
    public static async Task WaitAsync(LocalAsk lab, CancellationToken cancellation)
    {
        if (await lab.AskAsync<object>(new LabProtocol.GetStatus(), cancellation).ConfigureAwait(false)
            is LabProtocol.NotStored failed)
        {
            throw new SecantException(Failure.Store, failed.Reason);
        }
    }
}
