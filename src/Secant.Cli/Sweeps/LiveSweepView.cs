using System.Globalization;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Secant.Cli.Sweeps;

/// <summary>For a terminal: a table of all runs, or of as many as fit around those at work, drawn over in place.</summary>
internal sealed class LiveSweepView(IAnsiConsole console, TimeProvider time) : ISweepView
{
    private const int BarWidth = 20;

    // Columns from which on a bar has room beside all else.
    private const int WideEnough = 105;

    // Heading, rules and the line below.
    private const int LinesAround = 7;

    public async Task<IReadOnlyList<SweepRun>> ShowAsync(IAsyncEnumerable<IReadOnlyList<SweepRun>> states)
    {
        IReadOnlyList<SweepRun> last = [];
        var progress = new SweepProgress(time);
        await console.Live(new Text("")).AutoClear(true).StartAsync(async context =>
        {
            await foreach (var runs in states.ConfigureAwait(false))
            {
                context.UpdateTarget(
                    Picture(runs, progress.Line(runs), Math.Max(1, console.Profile.Height - LinesAround), console.Profile.Width));
                last = runs;
            }
        }).ConfigureAwait(false);
        return last;
    }

    /// <param name="runs">All runs.</param>
    /// <param name="line">What stands below.</param>
    /// <param name="room">Runs that fit on the screen.</param>
    /// <param name="width">Columns of the screen.</param>
    internal static IRenderable Picture(IReadOnlyList<SweepRun> runs, string line, int room, int width)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var head in (ReadOnlySpan<string>)["#", "iterations, batch, rate, hidden", "seed", "done", "accuracy", "state"])
        {
            table.AddColumn(new TableColumn(head).NoWrap().PadLeft(0));
        }

        table.Columns[0].RightAligned();

        var shown = Window(runs, room);
        foreach (var run in runs.Take(shown))
        {
            table.AddRow(Row(run, width >= WideEnough ? BarWidth : 0));
        }

        var hidden = runs.Count > room ? $"{runs.Count - Math.Min(room, runs.Count)} runs not shown; " : "";
        return new Rows(table, new Text(hidden + line));
    }

    // The first run that is not over stands a few lines below the top.
    private static Range Window(IReadOnlyList<SweepRun> runs, int room)
    {
        var atWork = runs.TakeWhile(run => run.IsOver).Count();
        var first = Math.Clamp(atWork - (room / 4), 0, Math.Max(0, runs.Count - room));
        return first..Math.Min(runs.Count, first + room);
    }

    private static IEnumerable<IRenderable> Row(SweepRun run, int bar)
    {
        var document = run.Document;
        var accuracy = document?.TestAccuracy ?? (document?.Curve is [.., var last] ? last.TestAccuracy : null);
        var state = run.WasThere ? "in the store" : document?.State ?? "";
        return
        [
            new Text(run.Row.ToString(CultureInfo.InvariantCulture)),
            new Text($"{run.Spec.Iterations}, {run.Spec.BatchSize}, {Figures.Exact(run.Spec.LearningRate)}, "
                + $"{run.Spec.HiddenSize}"),
            new Text(run.Spec.Seed.ToString(CultureInfo.InvariantCulture)),
            new Text(Bar(run.Share, bar), new Style(run.IsCompleted ? Color.Green : Color.Teal)),
            new Text(Figures.Accuracy(accuracy)),
            new Text(state, new Style(Colour(state))),
        ];
    }

    private static string Bar(double share, int width)
    {
        var full = (int)(share * width);
        return new string('━', full) + new string('╌', width - full)
            + string.Create(CultureInfo.InvariantCulture, $" {100 * share,3:0} %");
    }

    private static Color Colour(string state) => state switch
    {
        ExperimentStates.Failed or ExperimentStates.Cancelled => Color.Red,
        ExperimentStates.Running => Color.Teal,
        ExperimentStates.Completed => Color.Green,
        _ => Color.Grey,
    };
}
