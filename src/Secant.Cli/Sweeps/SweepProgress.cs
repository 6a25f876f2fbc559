using Secant.Cli.Terminal;

namespace Secant.Cli.Sweeps;

/// <summary>How far a sweep is, and how long it will go on at the pace so far.</summary>
internal sealed class SweepProgress(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>One line, such as <c>12 of 50 runs, 31 %, 14.2 s so far, 31.0 s left</c>.</summary>
    public string Line(IReadOnlyList<SweepRun> runs)
    {
        var elapsed = time.GetElapsedTime(_started).TotalSeconds;
        var work = runs.Where(run => !run.WasThere).Sum(Remaining);
        var done = runs.Where(run => !run.WasThere).Sum(run => Math.Max(0, run.Work * run.Share - Before(run)));
        var left = done > 0 && done < work ? $", {Figures.Duration(elapsed * (work - done) / done)} left" : "";
        var share = work > 0 ? done / work : 1;
        return FormattableString.Invariant(
            $"{runs.Count(run => run.IsOver)} of {runs.Count} runs, {100 * share:0} %, {Figures.Duration(elapsed)} so far{left}");
    }

    private static double Before(SweepRun run) => run.Work * run.Before / Math.Max(1, run.Spec.Iterations);

    private static double Remaining(SweepRun run) => run.Work - Before(run);
}
