using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Shell;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;

namespace Secant.Cli.Forecasts;

/// <summary>What a lab will take, from the kernels' costs on this machine before anything is submitted.</summary>
internal static class LabSampling
{
    /// <param name="parse">The command line.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="lab">The lab.</param>
    /// <param name="open">What will run; at least one.</param>
    /// <param name="read">The data sets that were read already, by name.</param>
    /// <param name="nodes">How many nodes a run is to use; null leaves it to the planner.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null where the lab has no node to judge by, or a data set is not on this machine, so that nothing can be
    /// sampled.</returns>
    public static async Task<LabPlan?> MakeAsync(
        ParseResult parse,
        SecantOptions options,
        LabClient lab,
        IReadOnlyList<ExperimentSpec> open,
        IReadOnlyDictionary<string, DataSet> read,
        int? nodes,
        CancellationToken cancellation)
    {
        var cores = await lab.CoresAsync(cancellation).ConfigureAwait(false);
        if (cores.Count == 0)
        {
            return null;
        }

        var data = new Dictionary<string, DataSet>(read, StringComparer.Ordinal);
        foreach (var name in open.Select(spec => spec.Data).Distinct().Where(name => !read.ContainsKey(name)))
        {
            if (await CommandFrame.Catalogue(options).FindAsync(name, cancellation).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            data.Add(name, found);
        }

        // The lab finds a data set by its name; here its checksum is needed, too.
        var specs = open.Select(spec => spec with { DataSha256 = data[spec.Data].Sha256 }).ToList();
        var settings = CommandFrame.SideBySide(
            CommandFrame.Lab(parse, options, SharedOptions.Store(), SharedOptions.Cores(), takesUpAll: false), open.Count);
        var forecaster = Forecaster.Of(settings, specs, data, ForecastErrors.None);
        return new LabPlan(forecaster, LabForecast.Of(cores), nodes, Environment.WorkingSet);
    }
}
