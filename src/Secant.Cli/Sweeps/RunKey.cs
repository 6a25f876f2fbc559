using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Sweeps;

/// <summary>Whether two specs are the same run: equal in all that decides the bits.</summary>
internal static class RunKey
{
    /// <param name="wanted">A spec; its checksum is empty where the data set is the lab's to find.</param>
    /// <param name="known">A spec of a store, its checksum filled in.</param>
    public static bool IsSame(SpecRecord wanted, SpecRecord known) =>
        wanted.DataSha256.Length > 0
            ? Settled(wanted) with { Data = "" } == Settled(known) with { Data = "" }
            : Settled(wanted) == Settled(known) with { DataSha256 = "" };

    /// <summary>The spec without its seed: runs that share it are repeats of each other.</summary>
    public static SpecRecord OfRow(SpecRecord spec) =>
        Settled(spec) with { Seed = 0, Data = spec.DataSha256.Length > 0 ? "" : spec.Data };

    // An older build wrote 1E-05 where this one writes 1e-5.
    private static SpecRecord Settled(SpecRecord spec) =>
        Initialization.TryParse(spec.Initialization, out var initialization)
        ? spec with { Initialization = initialization.ToString() } : spec;
}
