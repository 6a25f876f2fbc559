using System.Globalization;
using Secant.Cli.Terminal;

namespace Secant.Cli.Reports;

/// <summary>What stands at the head of a report: when it was written, and what it is made of.</summary>
internal static class ReportFacts
{
    public static IEnumerable<(string Name, string Value)> Of(ReportData data, ReportWords words)
    {
        var runs = data.Sweep.Rows.SelectMany(row => row.Runs).ToList();
        yield return (words.Written, data.Written.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        yield return (words.Data, Lines(runs.Select(run => (run.Spec.Data, run.Spec.DataSha256)).Distinct().Select(set =>
            set.Data + (data.Facts.TryGetValue(set.DataSha256, out var facts)
            ? $": {words.Images(Thousands(facts.TrainImages), Thousands(facts.TestImages))}" : ""))));
        yield return (words.Build, Lines(runs.Select(run => run.Build is { } build
            ? $"{build.Version} ({build.Commit ?? words.CommitUnknown})" : Figures.Unknown).Distinct()));
        yield return (words.Machines, Lines(runs.Select(run => run.Build?.Cpu ?? Figures.Unknown).Distinct()));
        if (runs.Select(run => run.Note).OfType<string>().Distinct().ToList() is { Count: > 0 } notes)
        {
            yield return (words.Note, Lines(notes));
        }

        yield return (words.Again, SweepYaml.Command);
    }

    private static string Lines(IEnumerable<string> values) => string.Join("; ", values);

    private static string Thousands(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
