using System.Globalization;
using Secant.Cli.Rendering;
using Secant.Cli.Sweeps;
using Secant.Core.Statistics;

namespace Secant.Cli.Reporting;

/// <summary>The words of a report in one language.</summary>
internal abstract class ReportWords
{
    /// <summary>The languages by their code.</summary>
    public static IReadOnlyDictionary<string, ReportWords> ByLanguage { get; } =
        new Dictionary<string, ReportWords> { ["en"] = new EnglishWords(), ["ko"] = new KoreanWords() };

    public abstract string Code { get; }

    public abstract string Title(string? sweep);

    public abstract string Lead(int rows, int runs, string settings);

    public abstract string Results { get; }

    public abstract string Row { get; }

    public abstract string NumbersAndAccuracy { get; }

    public abstract string Settings { get; }

    public abstract string Interval { get; }

    public abstract string Seeds { get; }

    public abstract string Flat { get; }

    public abstract string Time { get; }

    public abstract string StillRising { get; }

    public abstract string StoppedAt(string iterations);

    public abstract string TestAccuracy { get; }

    public abstract string Name(Number number);

    public abstract string Curves { get; }

    protected abstract string CurvesNote { get; }

    /// <summary>That the plot has the curves of the first rows only.</summary>
    protected abstract string CurvesLeftOut(int shown, int rows);

    public abstract string AccuracyByNumber { get; }

    public abstract string AccuracyByRow { get; }

    public abstract string Explains { get; }

    public abstract string ExplainsNote { get; }

    public abstract string Cost { get; }

    public abstract string CostNote { get; }

    public abstract string MillisecondsAPass { get; }

    /// <summary>Before the id of an experiment: how it went.</summary>
    public abstract string Timeline { get; }

    public abstract string SecondsOfRun { get; }

    public abstract string ShareOfTime { get; }

    /// <summary>What time goes to.</summary>
    /// <param name="name">One of the names of <see cref="Actors.Monitoring.SpanShares"/>.</param>
    public abstract string Activity(string name);

    public abstract string NodeCount(int nodes);

    public abstract string CoreCount(int cores);

    public abstract string Measured { get; }

    public abstract string Book { get; }

    public abstract string Times { get; }

    public abstract string Provenance { get; }

    public abstract string ProvenanceNote { get; }

    public abstract IReadOnlyList<string> ProvenanceHeads { get; }

    public abstract string Note { get; }

    public abstract string Unfinished(string id, string state, string? reason);

    public abstract string Best(string best, string next, string lead, bool isPaired);

    public abstract string NoWinner(string best, string next, string lead, bool isPaired);

    public abstract string OneSeed(string best, string next, string lead);

    protected abstract string NotVaried(string name);

    protected abstract string TooFewRows(string name);

    protected abstract string NoDifference(string name, string share, string chance, int runs);

    protected abstract string Explained(string name, string share, string chance);

    /// <summary>In place of the interval of a share, where a spec has one run.</summary>
    protected abstract string NoInterval { get; }

    /// <summary>Rows by their numbers.</summary>
    protected abstract string Rows(string numbers, bool areMany);

    /// <summary>What a number explains, in a sentence.</summary>
    public string Say(Factor factor)
    {
        var name = Name(factor.Number);
        return factor switch
        {
            { Values.Count: < 2 } => NotVaried(name),
            { Share: null } => TooFewRows(name),
            { Share: { IsBeyondChance: true } share } => Explained(name, Share(share), Percent(share.ByChance)),
            { Share: { } share } => NoDifference(name, Share(share), Percent(share.ByChance), factor.Runs),
        };
    }

    /// <summary>What the plot of the learning curves shows, and what it leaves out.</summary>
    public string AboutCurves(ReportData data) =>
        CurvesNote + (data.Known.Count > ReportPlots.MostCurves ? $" {CurvesLeftOut(ReportPlots.MostCurves, data.Known.Count)}" : "");

    /// <summary>Which spec is best, if the noise lets it be told; null where there are no two.</summary>
    public string? Winner(ReportData data)
    {
        if (data.Sweep.Duel is not var (first, second, ranking))
        {
            return null;
        }

        var (best, next) = (Named(first), Named(second));
        var lead = Figures.Accuracy(ranking.Lead.Mean);
        return ranking.Lead.HalfWidth95 is not { } half ? OneSeed(best, next, lead)
            : ranking.IsDecided ? Best(best, next, $"{lead} ± {Figures.Accuracy(half)}", ranking.IsPaired)
            : NoWinner(best, next, $"{lead} ± {Figures.Accuracy(half)}", ranking.IsPaired);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    private string Share(VariationShare share) => $"{Percent(share.Share)} ({(share.Interval is var (low, high) ? FormattableString.Invariant($"{100 * low:0}–{100 * high:0} %") : NoInterval)})";

    private string Named(SpecResult spec) => $"{Rows(string.Join(" + ", spec.Numbers), spec.Numbers.Count > 1)} ({ResultRow.Numbers(spec.Spec)})";
}
