using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary>Waits for the end and shows nothing.</summary>
internal sealed class QuietView : IExperimentView
{
    public async Task<ExperimentDocument?> ShowAsync(IAsyncEnumerable<ExperimentDocument> documents)
    {
        ExperimentDocument? last = null;
        await foreach (var document in documents.ConfigureAwait(false))
        {
            last = document;
        }

        return last;
    }
}
