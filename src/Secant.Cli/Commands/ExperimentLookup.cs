using Secant.Actors.Journal;
using Secant.Actors.Monitoring;
using Secant.Core;

namespace Secant.Cli.Commands;

/// <summary>Finds an experiment by its id or by the beginning of it.</summary>
internal static class ExperimentLookup
{
    /// <exception cref="SecantException">There is none, or more than one (<see cref="Failure.Work"/>).</exception>
    public static ExperimentDocument Find(StoreReader store, string id)
    {
        if (store.Find(id) is { } exact)
        {
            return exact;
        }

        var close = id.Length == 0 ? [] : store.List().Where(document => document.Id.StartsWith(id, StringComparison.Ordinal)).ToList();
        return close switch
        {
            [var only] => only,
            [] => throw new SecantException(Failure.Work, $"no experiment '{id}' in the store {store.Folder}; 'secant list' shows what there is"),
            _ => throw new SecantException(
                Failure.Work,
                $"'{id}' is the beginning of {close.Count} experiments: {string.Join(", ", close.Take(5).Select(document => document.Id))}; type more of it"),
        };
    }
}
