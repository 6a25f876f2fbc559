using Secant.Actors.Checkpoints;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Actors.Coordination;

/// <summary>What a lab looks up outside its own memory; nothing of it blocks an actor.</summary>
public interface ILabLibrary : IDataSource
{
    /// <summary>The spec with its data set found, by checksum or by name, and its sizes checked against the limits.</summary>
    /// <returns>Null where it names a data set by checksum that cannot be read here: it has to be sent.</returns>
    /// <exception cref="Core.SecantException">There is no data set of that name, or the experiment is over a limit.</exception>
    Task<ExperimentSpec?> ResolveAsync(ExperimentSpec spec);

    /// <summary>Keeps a data set for good.</summary>
    /// <exception cref="Core.SecantException">It is damaged, or cannot be written.</exception>
    Task AddAsync(string sha256, string name, IdxPayloads payloads);

    /// <summary>All experiments of the store, oldest first; in brief those that completed are without their curves.</summary>
    Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(bool isBrief);

    /// <summary>Some of them, oldest first; of the others no event of their own is read.</summary>
    Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(IReadOnlyCollection<string> ids);

    /// <summary>One of them; null where there is none of that id.</summary>
    Task<ExperimentDocument?> DocumentAsync(string id);

    /// <summary>The last readable checkpoint of an experiment.</summary>
    Task<CheckpointContents?> CheckpointAsync(string id);
}
