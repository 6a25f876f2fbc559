using Secant.Actors.Checkpoints;
using Secant.Actors.Coordination;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Coordination.Specs;

/// <summary>A library that has data sets when a test says so.</summary>
internal sealed class HeldLibrary(ILabLibrary inner) : ILabLibrary
{
    /// <summary>Whoever waits for the data goes on before this is set.</summary>
    public TaskCompletionSource<LoadedData> Data { get; } = new();

    /// <summary>How often data was asked for.</summary>
    public int Asked { get; private set; }

    public Task<LoadedData> GetAsync(string sha256)
    {
        Asked++;
        return Data.Task;
    }

    public Task<ExperimentSpec?> ResolveAsync(ExperimentSpec spec) => inner.ResolveAsync(spec);

    public Task AddAsync(string sha256, string name, IdxPayloads payloads) => inner.AddAsync(sha256, name, payloads);

    public Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(bool isBrief) => inner.DocumentsAsync(isBrief);

    public Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(IReadOnlyCollection<string> ids) => inner.DocumentsAsync(ids);

    public Task<ExperimentDocument?> DocumentAsync(string id) => inner.DocumentAsync(id);

    public Task<CheckpointContents?> CheckpointAsync(string id) => inner.CheckpointAsync(id);
}
