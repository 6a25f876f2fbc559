using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary>Shows an experiment while it runs.</summary>
internal interface IExperimentView
{
    /// <returns>The last document seen; null where there was none.</returns>
    Task<ExperimentDocument?> ShowAsync(IAsyncEnumerable<ExperimentDocument> documents);
}
