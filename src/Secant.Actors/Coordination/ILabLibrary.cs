using Secant.Actors.Journal;
using Secant.Actors.Monitoring;
using Secant.Actors.Workers;
using Secant.Core.Data;
using Secant.Core.Experiments;

namespace Secant.Actors.Coordination;

/// <summary>What a lab looks up outside its own memory; nothing of it blocks an actor.</summary>
public interface ILabLibrary : IDataSource
{
    /// <summary>True if the data set with a checksum is at hand or known where to find.</summary>
    bool Knows(string sha256);

    /// <summary>The spec with its data set found, by name, and its sizes checked against the limits.</summary>
    /// <exception cref="Core.SecantException">The data set is not to be had, or the experiment is over a limit.</exception>
    Task<ExperimentSpec> ResolveAsync(ExperimentSpec spec);

    /// <summary>Keeps a data set for good.</summary>
    /// <exception cref="Core.SecantException">It is damaged, or cannot be written.</exception>
    Task AddAsync(string sha256, string name, IdxPayloads payloads);

    /// <summary>All experiments of the store, oldest first.</summary>
    Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync();

    /// <summary>The last readable checkpoint of an experiment.</summary>
    Task<CheckpointContents?> CheckpointAsync(string id);
}
