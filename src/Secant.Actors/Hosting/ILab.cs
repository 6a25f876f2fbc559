using Secant.Actors.Monitoring;
using Secant.Core.Data;
using Secant.Core.Experiments;

namespace Secant.Actors.Hosting;

/// <summary>What a command can ask of a lab, whether it runs in this process or on another machine.</summary>
public interface ILab : IAsyncDisposable
{
    /// <summary>Queues an experiment; answered once that is durable.</summary>
    /// <returns>The experiment's id.</returns>
    Task<string> SubmitAsync(ExperimentSpec spec, DataSet data, string? note, CancellationToken cancellation);

    /// <summary>
    /// Documents of a live experiment, about ten a second and the last one when it ends, is paused or the lab stops. Cancelling
    /// ends the following, not the experiment.
    /// </summary>
    IAsyncEnumerable<ExperimentDocument> FollowAsync(string id, CancellationToken cancellation);
}
