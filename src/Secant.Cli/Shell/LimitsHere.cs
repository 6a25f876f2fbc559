using Secant.Actors.Hosting.Configuration;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;

namespace Secant.Cli.Shell;

/// <summary>What this machine runs alone. Runs, sweeps and plans are refused by it, in the same line.</summary>
/// <param name="Limits">The operator's limits.</param>
/// <param name="ProgramBytes">What the program occupies before it runs anything.</param>
/// <param name="MemoryBytes">Memory that this machine has for it.</param>
internal sealed record LimitsHere(SpecLimits Limits, long ProgramBytes, long MemoryBytes)
{
    public static LimitsHere Of(SecantOptions options) =>
        new(options.Limits, Environment.WorkingSet, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <param name="specs">What is to be run.</param>
    /// <param name="data">The data sets, by name.</param>
    /// <param name="atATime">How many are run at a time.</param>
    /// <exception cref="SecantException">One is over a limit, or they do not fit (<see cref="Failure.Usage"/>).</exception>
    public void Check(IEnumerable<ExperimentSpec> specs, IReadOnlyDictionary<string, DataSet> data, int atATime)
    {
        var runs = specs.Select(spec => (spec, Data: data[spec.Data])).ToList();
        foreach (var (spec, set) in runs)
        {
            Limits.Check(spec);
            Limits.CheckNet(spec, set.Dimension, set.Classes);
        }

        RunMemory.Check(runs, atATime, ProgramBytes, MemoryBytes);
    }

    /// <summary>Why runs are refused here, in one line; null where they are not.</summary>
    public string? RefusalOf(IReadOnlyList<ExperimentSpec> specs, IReadOnlyDictionary<string, DataSet> data, int atATime)
    {
        try
        {
            Check(specs, data, atATime);
            return null;
        }
        catch (SecantException refusal)
        {
            return refusal.Message;
        }
    }
}
