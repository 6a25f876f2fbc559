using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Actors.Hosting;

/// <summary>What a command can ask of a lab, whether it runs in this process or on another machine.</summary>
public interface ILab : IAsyncDisposable
{
    /// <summary>Queues an experiment; answered once that is durable.</summary>
    /// <returns>The experiment's id.</returns>
    Task<string> SubmitAsync(Submission submission, CancellationToken cancellation);

    /// <summary>Makes an experiment a row of a sweep; answered once that is durable.</summary>
    Task FileAsync(string id, FilingRecord filing, CancellationToken cancellation);

    /// <summary>An experiment's document as it is now.</summary>
    Task<ExperimentDocument> DocumentAsync(string id, CancellationToken cancellation);

    /// <summary>
    /// Documents of a live experiment, about ten a second and the last one when it ends, is paused or the lab stops. Cancelling
    /// ends the following, not the experiment.
    /// </summary>
    IAsyncEnumerable<ExperimentDocument> FollowAsync(string id, CancellationToken cancellation);
}

/// <summary>An experiment to be queued.</summary>
/// <param name="Spec">The spec; without a checksum the lab finds the data set by its name.</param>
/// <param name="Data">The data set, where it was read here; its checksum stands in the spec.</param>
/// <param name="Note">What its submitter writes about it.</param>
/// <param name="Nodes">How many nodes it is to use; null leaves it to the planner.</param>
/// <param name="Filing">Its place in a sweep; null where it is part of none.</param>
/// <param name="Forecast">How long it is expected to take; null where nobody asked.</param>
public sealed record Submission(
    ExperimentSpec Spec, DataSet? Data, string? Note = null, int? Nodes = null, FilingRecord? Filing = null,
    ForecastRecord? Forecast = null);
