using Secant.Cli.Terminal;
using Secant.Core.Data;
using Spectre.Console;

namespace Secant.Cli.Shell;

/// <summary>Shows downloads: a bar a file in a terminal, else a line a file.</summary>
internal static class DownloadView
{
    /// <param name="screens">Where it shows.</param>
    /// <param name="load">What may download; called once.</param>
    public static async Task<T> ShowAsync<T>(Screens screens, Func<IProgress<DownloadProgress>?, Task<T>> load)
    {
        if (screens.IsQuiet)
        {
            return await load(null).ConfigureAwait(false);
        }

        if (!screens.IsLive)
        {
            return await load(new Lines(screens.Notes)).ConfigureAwait(false);
        }

        var progress = new Progress(screens.Notes, screens.Context.Time) { AutoClear = true };
        progress.ExcludeVerticalPadding().Columns(
            new TaskDescriptionColumn(),
            new ProgressBarColumn(),
            new DownloadedColumn(),
            new TransferSpeedColumn(),
            new RemainingTimeColumn());
        return await progress.StartAsync(context => load(new Bars(context))).ConfigureAwait(false);
    }

    private sealed class Bars(ProgressContext context) : IProgress<DownloadProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(DownloadProgress value)
        {
            if (!_tasks.TryGetValue(value.File, out var task))
            {
                task = context.AddTask(Markup.Escape(value.File), maxValue: Math.Max(1, value.Total));
                _tasks.Add(value.File, task);
            }

            task.Value = value.Bytes;
        }
    }

    private sealed class Lines(IAnsiConsole console) : IProgress<DownloadProgress>
    {
        private readonly HashSet<string> _begun = [];

        public void Report(DownloadProgress value)
        {
            if (_begun.Add(value.File))
            {
                console.WritePlainLine($"downloading {value.File}, {Figures.Bytes(value.Total)}");
            }
        }
    }
}
