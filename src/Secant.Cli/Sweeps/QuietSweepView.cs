namespace Secant.Cli.Sweeps;

/// <summary>Shows nothing until the end.</summary>
internal sealed class QuietSweepView : ISweepView
{
    public async Task<IReadOnlyList<SweepRun>> ShowAsync(IAsyncEnumerable<IReadOnlyList<SweepRun>> states)
    {
        IReadOnlyList<SweepRun> last = [];
        await foreach (var runs in states.ConfigureAwait(false))
        {
            last = runs;
        }

        return last;
    }
}
