using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Shell;
using Secant.Core.Data;
using Secant.Core.Sweeps;

namespace Secant.Cli.Sweeps;

/// <summary>The data sets of a plan.</summary>
internal static class SweepData
{
    /// <summary>Reads the data sets that are to be read here and puts their checksums into the specs.</summary>
    /// <param name="screens">Where a download shows.</param>
    /// <param name="options">Where data sets are found.</param>
    /// <param name="plan">What is to be run.</param>
    /// <param name="isHere">Whether a name is this machine's to resolve.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<(SweepPlan Plan, IReadOnlyDictionary<string, DataSet> Data)> LoadAsync(
        Screens screens, SecantOptions options, SweepPlan plan, Func<string, bool> isHere, CancellationToken cancellation)
    {
        var byGiven = new Dictionary<string, DataSet>(StringComparer.Ordinal);
        foreach (var name in plan.Rows.Select(row => row.Spec.Data).Distinct().Where(isHere))
        {
            byGiven.Add(name, await DataLoading.LoadAsync(screens, CommandFrame.Catalogue(options), name, cancellation)
                .ConfigureAwait(false));
        }

        var rows = plan.Rows.Select(row => byGiven.TryGetValue(row.Spec.Data, out var data)
            ? row with { Spec = row.Spec with { Data = data.Name, DataSha256 = data.Sha256 } }
            : row);
        return (plan with { Rows = [.. rows] }, byGiven.Values.DistinctBy(data => data.Name).ToDictionary(data => data.Name));
    }
}
