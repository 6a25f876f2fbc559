using Secant.Cli.Details;
using Secant.Cli.Terminal;
using Spectre.Console;

namespace Secant.Cli.Sweeps;

/// <summary>For files and pipes: a line for each run that is over.</summary>
internal sealed class SweepMilestones(IAnsiConsole console) : ISweepView
{
    public async Task<IReadOnlyList<SweepRun>> ShowAsync(IAsyncEnumerable<IReadOnlyList<SweepRun>> states)
    {
        IReadOnlyList<SweepRun> last = [];
        var told = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var runs in states.ConfigureAwait(false))
        {
            foreach (var run in runs.Where(run => run.IsOver && told.Add(run.Document!.Id)))
            {
                console.WritePlainLine(Line(run, told.Count, runs.Count));
            }

            last = runs;
        }

        return last;
    }

    private static string Line(SweepRun run, int number, int count)
    {
        var document = run.Document!;
        var what = run.IsCompleted
            ? $"{ResultRow.Of(document)}  {(run.WasThere ? "was in the store" : Figures.Duration(document.ElapsedSeconds))}"
            : $"{ResultRow.Numbers(document.Spec)} {document.State}: {document.Reason ?? "no reason given"}";
        return $"{number}/{count}  row {run.Row} seed {run.Spec.Seed}: {what}";
    }
}
