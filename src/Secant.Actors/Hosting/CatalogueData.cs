using System.Collections.Concurrent;
using Secant.Actors.Workers;
using Secant.Core;
using Secant.Core.Data;

namespace Secant.Actors.Hosting;

/// <summary>Data sets of this machine: those that were read already, and those that a catalogue name or folder leads to.</summary>
/// <param name="catalogue">Where they are found.</param>
/// <param name="nameOf">The name or folder of the data set with a checksum, as an experiment recorded it; null if none did.</param>
public sealed class CatalogueData(DataCatalogue catalogue, Func<string, string?> nameOf) : IDataSource
{
    private readonly ConcurrentDictionary<string, Task<LoadedData>> _loaded = new(StringComparer.Ordinal);

    /// <summary>Makes a data set that was read elsewhere known.</summary>
    public void Add(DataSet set) => _loaded[set.Sha256] = Task.FromResult(new LoadedData(set));

    public Task<LoadedData> GetAsync(string sha256)
    {
        var data = _loaded.GetOrAdd(sha256, _ => Task.Run(() => LoadAsync(sha256)));
        if (data.IsFaulted)
        {
            _loaded.TryRemove(new(sha256, data));
        }

        return data;
    }

    private async Task<LoadedData> LoadAsync(string sha256)
    {
        var name = nameOf(sha256) ?? throw new SecantException(Failure.Data, $"no data set with checksum {sha256[..12]} is known here");
        var set = await catalogue.LoadAsync(name, null, CancellationToken.None).ConfigureAwait(false);
        return set.Sha256 == sha256
            ? new LoadedData(set)
            : throw new SecantException(
                Failure.Data, $"data set '{name}' has changed since the experiment began: expected checksum {sha256[..12]}, found {set.Sha256[..12]}; restore it");
    }
}
