using Akka.Actor;
using Secant.Actors.Wire;
using Secant.Core;
using Secant.Core.Data;
using Secant.Lab.Contracts;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>A node's data sets: from memory, from the cache on disk, else from the lab.</summary>
/// <param name="lab">Where to ask.</param>
/// <param name="payloads">How bulk travels.</param>
/// <param name="cache">Where data sets are kept.</param>
public sealed class RemoteData(IActorRef lab, IPayloads payloads, DataCache cache) : IDataSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LoadedSets _loaded = new();

    public Task<LoadedData> GetAsync(string sha256) => _loaded.GetAsync(sha256, () => LoadAsync(sha256));

    private async Task<LoadedData> LoadAsync(string sha256)
    {
        if (cache.Find(sha256, sha256) is { } kept)
        {
            return new LoadedData(kept);
        }

        NodeProtocol.Data data;
        try
        {
            data = await lab.Ask<NodeProtocol.Data>(new NodeProtocol.FetchData(sha256), Patience).ConfigureAwait(false);
        }
        catch (AskTimeoutException e)
        {
            throw new SecantException(Failure.Lab,
                $"the lab did not say within {Patience.TotalSeconds} s where data set "
                    + $"{Checksums.First(sha256)} is; it is asked again", e);
        }

        if (data.Idx is null)
        {
            throw new SecantException(Failure.Data, $"the lab has no data set with checksum {Checksums.First(sha256)}");
        }

        // All at once, so that none is let go of at the lab while it waits for the ones before.
        var parts = await Task.WhenAll(data.Idx.Select(payload => payloads.ReadAsync(payload, lab))).ConfigureAwait(false);
        var idx = IdxPayloads.Of(parts);
        if (idx.Sha256() != sha256)
        {
            throw new SecantException(Failure.Data, $"data set '{data.Name}' arrived damaged; it is fetched again");
        }

        cache.Keep(sha256, idx);
        return new LoadedData(DataSet.FromIdx(data.Name, idx));
    }
}
