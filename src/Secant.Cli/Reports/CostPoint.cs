using Secant.Cli.Details;
using Secant.Cli.Sweeps;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>What a pass cost in runs that are alike in all that it depends on.</summary>
/// <param name="Hidden">Hidden units.</param>
/// <param name="Setting">What else it depends on.</param>
/// <param name="Milliseconds">Median over the runs of a pass's median time.</param>
/// <param name="BookMilliseconds">The book's way on this machine, estimated from a sample of partial derivatives; null where the
/// data set is not here.</param>
internal sealed record CostPoint(int Hidden, CostSetting Setting, double Milliseconds, double? BookMilliseconds)
{
    /// <summary>How many times longer the book's way takes.</summary>
    public double? TimesLonger => BookMilliseconds / Milliseconds;

    public static IReadOnlyList<CostPoint> Of(SweepResult result, IReadOnlyDictionary<string, DataFacts> facts,
        BookEstimate book) =>
        [.. result.Rows
            .SelectMany(row => row.Completed)
            .Where(run => run.PassMilliseconds is { Median: > 0 })
            .GroupBy(run => (Setting: CostSetting.Of(run), run.Spec.HiddenSize))
            .OrderBy(group => group.Key.Setting.Batch)
            .ThenBy(group => group.Key.Setting.ToString(), StringComparer.Ordinal)
            .ThenBy(group => group.Key.HiddenSize)
            .Select(group => new CostPoint(
                group.Key.HiddenSize,
                group.Key.Setting,
                Median(group),
                facts.TryGetValue(group.First().Spec.DataSha256, out var data)
                    ? 1000 * book.SecondsAPass(data.Net(group.Key.HiddenSize), group.Key.Setting.Batch)
                    : null))];

    private static double Median(IEnumerable<ExperimentDocument> runs)
    {
        var times = runs.Select(run => run.PassMilliseconds!.Median).Order().ToList();
        return times[times.Count / 2];
    }
}

/// <summary>What a pass's time depends on besides the hidden size: runs that differ in any of it are no measure of each
/// other.</summary>
/// <param name="Batch">Images a pass.</param>
/// <param name="Data">The data set.</param>
/// <param name="Activation">Of the hidden units.</param>
/// <param name="Scale">Of the pixels.</param>
/// <param name="Kernel">How the differences were taken.</param>
/// <param name="Cpu">The processor of the lab, or of the one machine.</param>
/// <param name="Nodes">Nodes that shared a pass; null where nobody wrote it down.</param>
/// <param name="Cores">Cores that a pass was to be computed on; null where nobody forecast it.</param>
internal sealed record CostSetting(int Batch, string Data, string Activation, string Scale, string Kernel, string? Cpu,
    int? Nodes, int? Cores)
{
    public static CostSetting Of(ExperimentDocument run) => new(
        run.Spec.BatchSize, run.Spec.Data, run.Spec.Activation, run.Spec.Scale, run.Spec.Kernel, run.Build?.Cpu, run.Nodes,
            run.Forecast?.Cores);

    /// <summary>What sets each apart beyond the batch, one text a setting; empty texts where nothing does.</summary>
    public static IReadOnlyList<string> Apart(IReadOnlyList<CostSetting> settings, ReportWords words) =>
        Differences.Of(settings, Texts.Select(text => (Func<CostSetting, string>)(setting => text(setting, words))));

    private static readonly Func<CostSetting, ReportWords, string>[] Texts =
    [
        (setting, _) => setting.Data,
        (setting, _) => setting.Activation,
        (setting, _) => setting.Scale,
        (setting, _) => setting.Kernel,
        (setting, _) => setting.Cpu ?? "",
        (setting, words) => setting.Nodes is { } nodes ? words.NodeCount(nodes) : "",
        (setting, words) => setting.Cores is { } cores ? words.CoreCount(cores) : "",
    ];
}
