using System.Collections.Concurrent;
using Secant.Lab.Contracts;

namespace Secant.Actors.Hosting;

/// <summary>Data sets in memory, each loaded once however many ask for it; one that failed is tried anew the next time.</summary>
internal sealed class LoadedSets
{
    private readonly ConcurrentDictionary<string, Task<LoadedData>> _tasks = new(StringComparer.Ordinal);

    /// <summary>Keeps what was loaded elsewhere, unless there is one already.</summary>
    public void Add(string key, LoadedData data) => _tasks.TryAdd(key, Task.FromResult(data));

    /// <summary>The set of a key, from memory or else loaded now.</summary>
    public async Task<LoadedData> GetAsync(string key, Func<Task<LoadedData>> load)
    {
        var task = _tasks.GetOrAdd(key, _ => Task.Run(load));
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch
        {
            _tasks.TryRemove(new(key, task));
            throw;
        }
    }
}
