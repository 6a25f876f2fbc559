using Secant.Cli.Queries;
using Secant.Lab.Contracts;
using Spectre.Console;

namespace Secant.Cli.Runs;

/// <summary>For a terminal: one line that is drawn over, with bar, iteration, loss, accuracy and time left.</summary>
internal sealed class LiveView(IAnsiConsole console, TimeProvider time) : IExperimentView
{
    public async Task<ExperimentDocument?> ShowAsync(IAsyncEnumerable<ExperimentDocument> documents)
    {
        ExperimentDocument? last = null;
        var progress = new Progress(console, time) { AutoClear = true, RefreshRate = TimeSpan.FromMilliseconds(100) };
        progress.ExcludeVerticalPadding().Columns(new ExperimentColumn());
        await progress.StartAsync(async context =>
        {
            ProgressTask? task = null;
            await foreach (var document in documents.ConfigureAwait(false))
            {
                task ??= context.AddTask($"experiment {Markup.Escape(document.Id)}",
                    maxValue: Math.Max(1, document.Spec.Iterations));
                task.Tag = document;
                task.Value = document.Iteration;
                last = document;
            }
        }).ConfigureAwait(false);
        return last;
    }
}
