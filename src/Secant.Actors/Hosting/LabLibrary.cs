using Secant.Actors.Checkpoints;
using Secant.Actors.Coordination;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Actors.Hosting;

/// <summary>A lab's data sets, by name from the catalogue or by checksum from the cache, and a view of its store.</summary>
/// <param name="catalogue">Where data sets are found by name.</param>
/// <param name="cache">Where those that were sent here are kept; null where nothing is sent.</param>
/// <param name="limits">How large an experiment may be.</param>
/// <param name="storeFolder">The store.</param>
public sealed class LabLibrary(DataCatalogue catalogue, DataCache? cache, SpecLimits limits, string storeFolder) : ILabLibrary
{
    private readonly LoadedSets _loaded = new();
    private readonly LoadedSets _byName = new();
    private readonly StoreReader _reader = new(storeFolder);

    /// <summary>Makes a data set that was read elsewhere known.</summary>
    public void Add(DataSet set) => _loaded.Add(set.Sha256, new LoadedData(set));

    public Task<LoadedData> GetAsync(string sha256) => _loaded.GetAsync(sha256, () => LoadAsync(sha256));

    public async Task<ExperimentSpec?> ResolveAsync(ExperimentSpec spec)
    {
        limits.Check(spec);
        LoadedData data;
        try
        {
            data = spec.DataSha256.Length > 0
                ? await GetAsync(spec.DataSha256).ConfigureAwait(false)
                : await _byName.GetAsync(spec.Data, () => LoadByNameAsync(spec.Data)).ConfigureAwait(false);
        }
        catch (SecantException missing) when (missing.Failure == Failure.Data && spec.DataSha256.Length > 0)
        {
            return null;
        }

        limits.CheckNet(spec, data.Set.Dimension, data.Set.Classes);
        _loaded.Add(data.Set.Sha256, data);
        return spec with { Data = spec.DataSha256.Length > 0 ? spec.Data : data.Set.Name, DataSha256 = data.Set.Sha256 };
    }

    public Task AddAsync(string sha256, string name, IdxPayloads payloads) => Task.Run(() =>
    {
        var found = payloads.Sha256();
        if (found != sha256)
        {
            throw new SecantException(Failure.Data,
                $"data set '{name}' arrived damaged: expected checksum {Checksums.First(sha256)}, found "
                    + $"{Checksums.First(found)}; submit again");
        }

        var set = DataSet.FromIdx(name, payloads);
        cache?.Keep(sha256, payloads);
        Add(set);
    });

    public Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(bool isBrief) =>
        Task.Run(() => isBrief ? _reader.ListBriefly() : _reader.List());

    public Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(IReadOnlyCollection<string> ids) =>
        Task.Run(() => _reader.List(_ => ids));

    public Task<ExperimentDocument?> DocumentAsync(string id) => Task.Run(() => _reader.Find(id));

    public Task<CheckpointContents?> CheckpointAsync(string id) => Task.Run(() => _reader.ReadCheckpoint(id));

    private async Task<LoadedData> LoadAsync(string sha256)
    {
        var known = _reader.DataName(sha256);
        if (cache?.Find(sha256, known ?? "data set") is { } kept)
        {
            return new LoadedData(kept);
        }

        if (known is not { } name)
        {
            throw new SecantException(Failure.Data,
                $"no data set with checksum {Checksums.First(sha256)} is known here; submit it with --data FOLDER");
        }

        var set = await catalogue.LoadAsync(name).ConfigureAwait(false);
        return set.Sha256 == sha256
            ? new LoadedData(set)
            : throw new SecantException(
                Failure.Data, $"data set '{name}' has changed since the experiment began: expected checksum "
                    + $"{Checksums.First(sha256)}, found {Checksums.First(set.Sha256)}; restore it");
    }

    private async Task<LoadedData> LoadByNameAsync(string name) => new(await catalogue.LoadAsync(name).ConfigureAwait(false));
}
