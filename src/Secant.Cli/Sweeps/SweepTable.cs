using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;
using Spectre.Console;

namespace Secant.Cli.Sweeps;

/// <summary>What came of a sweep: a row for each spec with mean, spread and interval, and which row is best.</summary>
internal static class SweepTable
{
    public static void Write(IAnsiConsole console, SweepResult result)
    {
        console.Write(Of(result));
        console.WritePlainLine(Best(result));
        foreach (var run in result.Rows.SelectMany(row => row.Runs).Where(run => run.State != ExperimentStates.Completed))
        {
            console.WritePlainLine(
                $"experiment {run.Id} (seed {run.Spec.Seed}) is {run.State}: {run.Reason ?? "no reason given"}");
        }
    }

    public static Table Of(SweepResult result)
    {
        var differences = SpecDifferences.Of([.. result.Rows.Select(row => row.Spec)], field => field.English);
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("#").RightAligned());
        table.AddColumn(new TableColumn("iterations, batch, rate, hidden : accuracy").NoWrap());
        if (differences.Any(text => text.Length > 0))
        {
            table.AddColumn("settings");
        }

        foreach (var number in (ReadOnlySpan<string>)["95 % interval", "runs", "seeds", "a run took"])
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        foreach (var (row, difference) in result.Rows.Zip(differences))
        {
            List<string> cells = [row.Number.ToString(CultureInfo.InvariantCulture),
                $"{ResultRow.Numbers(row.Spec)} : {Accuracy(row)}"];
            if (differences.Any(text => text.Length > 0))
            {
                cells.Add(difference);
            }

            cells.AddRange([Interval(row), $"{row.Completed.Count}/{row.Runs.Count}", Seeds(row), Figures.Duration(Took(row))]);
            table.AddRow(cells.Select(cell => new Text(ShownText.Clean(cell))));
        }

        return table;
    }

    /// <summary>Mean and standard deviation, such as <c>0.694 ± 0.031</c>.</summary>
    public static string Accuracy(RowResult row) =>
        Figures.Accuracy(row.Accuracy?.Mean)
        + (row.Accuracy?.Deviation is { } deviation ? $" ± {Figures.Accuracy(deviation)}" : "");

    public static string Interval(RowResult row) =>
        row.Accuracy is { Low: { } low, High: { } high } ? $"{Figures.Accuracy(low)} .. {Figures.Accuracy(high)}"
        : Figures.Unknown;

    /// <summary>The seeds, a run of consecutive ones as <c>1-5</c>.</summary>
    public static string Seeds(RowResult row)
    {
        var seeds = row.Runs.Select(run => run.Spec.Seed).Distinct().Order().ToList();
        return seeds.Count > 2 && seeds[^1] - seeds[0] == (ulong)seeds.Count - 1 ? $"{seeds[0]}-{seeds[^1]}"
            : string.Join(", ", seeds);
    }

    /// <summary>The median time of a run, in seconds; null where none completed.</summary>
    public static double? Took(RowResult row)
    {
        var times = row.Completed.Select(run => run.ElapsedSeconds).OfType<double>().Order().ToList();
        return times.Count > 0 ? times[times.Count / 2] : null;
    }

    /// <summary>Which spec is best, if the noise lets it be told.</summary>
    public static string Best(SweepResult result)
    {
        if (result.Duel is not var (best, next, ranking))
        {
            return "";
        }

        var lead = Figures.Accuracy(ranking.Lead.Mean);
        if (ranking.Lead.HalfWidth95 is not { } half)
        {
            var verb = best.Numbers.Count > 1 ? "are" : "is";
            return $"{Named(best)} {verb} ahead of {Named(next)} by {lead}; with one seed each nobody can tell whether that is "
                + "more than luck: --repeat 5 can";
        }

        var how = $"{lead} ± {Figures.Accuracy(half)} (95 %, {(ranking.IsPaired ? "seed by seed" : "seeds not shared")})";
        return ranking.IsDecided
            ? $"best: {Named(best)} ({ResultRow.Numbers(best.Spec)}), ahead of {Named(next)} by {how}"
            : $"no winner: {Named(best)} and {Named(next)} cannot be told apart, {how}";
    }

    private static string Named(SpecResult spec) =>
        $"row{(spec.Numbers.Count > 1 ? "s" : "")} {string.Join(" + ", spec.Numbers)}";
}
