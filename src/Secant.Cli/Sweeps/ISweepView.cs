namespace Secant.Cli.Sweeps;

/// <summary>Shows a sweep while it runs.</summary>
internal interface ISweepView
{
    /// <returns>The runs as last seen.</returns>
    Task<IReadOnlyList<SweepRun>> ShowAsync(IAsyncEnumerable<IReadOnlyList<SweepRun>> states);
}
