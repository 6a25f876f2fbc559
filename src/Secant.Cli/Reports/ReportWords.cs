using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core.Statistics;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Cli.Reports;

/// <summary>The words of a report in one language.</summary>
internal abstract class ReportWords
{
    /// <summary>The languages by their code.</summary>
    public static IReadOnlyDictionary<string, ReportWords> ByLanguage { get; } =
        new Dictionary<string, ReportWords> { ["en"] = new EnglishWords(), ["ko"] = new KoreanWords() };

    public abstract string Code { get; }

    public abstract string Title(string? sweep);

    public abstract string Lead(int rows, int runs, string settings);

    public abstract string Written { get; }

    public abstract string Data { get; }

    public abstract string Images(string train, string test);

    public abstract string Build { get; }

    public abstract string CommitUnknown { get; }

    public abstract string Machines { get; }

    public abstract string Note { get; }

    public abstract string Again { get; }

    /// <summary>That there is one seed a row.</summary>
    public abstract string OneSeedEach { get; }

    public abstract string Table { get; }

    public abstract string Figure { get; }

    public abstract string Results { get; }

    public abstract string ResultsCaption { get; }

    public abstract string Row { get; }

    public abstract string NumbersAndAccuracy { get; }

    public abstract string Settings { get; }

    /// <summary>How the language says a field of the spec.</summary>
    public abstract Func<SpecField, SettingText> SettingWords { get; }

    public abstract string Interval { get; }

    public abstract string Seeds { get; }

    public abstract string Flat { get; }

    public abstract string Time { get; }

    public abstract string Duration(double seconds);

    public abstract string StillRising { get; }

    public abstract string NoPlateau { get; }

    public abstract string StoppedAt(string iterations);

    public abstract string TestAccuracy { get; }

    public string Name(Number number) => SettingWords(SpecFields.All.Numbers[(int)number]).Name;

    public abstract string Findings { get; }

    public abstract string FindingsNote { get; }

    /// <summary>In place of findings.</summary>
    public abstract string NothingAlone { get; }

    public abstract string MoreSeries(int count);

    public abstract string Curves { get; }

    protected abstract string CurvesNote { get; }

    /// <summary>That the plot has the curves of the first rows only.</summary>
    protected abstract string CurvesLeftOut(int shown, int rows);

    public abstract string AccuracyByNumber { get; }

    /// <param name="number">The number's name.</param>
    public abstract string AccuracyAgainst(string number);

    public abstract string AccuracyByRow { get; }

    /// <summary>What the marks of a plot mean.</summary>
    public abstract string MarksNote { get; }

    public abstract string Explains { get; }

    public abstract string ExplainsNote { get; }

    public abstract string Cost { get; }

    public abstract string CostCaption { get; }

    public abstract string CostNote { get; }

    public abstract string MillisecondsAPass { get; }

    public abstract string TimelineHeading { get; }

    /// <summary>Before the id of an experiment: how it went.</summary>
    public abstract string Timeline { get; }

    public abstract string SecondsOfRun { get; }

    public abstract string ShareOfTime { get; }

    /// <summary>What time goes to.</summary>
    /// <param name="name">One of the names of <see cref="SpanShares"/>.</param>
    public abstract string Activity(string name);

    public abstract string NodeCount(int nodes);

    public abstract string CoreCount(int cores);

    public abstract string Measured { get; }

    public abstract string Book { get; }

    public abstract string Times { get; }

    public abstract string Provenance { get; }

    public abstract string ProvenanceNote { get; }

    public abstract IReadOnlyList<string> ProvenanceHeads { get; }

    /// <summary>That a run has no result, and why.</summary>
    public abstract string Unfinished(ExperimentDocument run);

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

    /// <summary>What changing a number alone did.</summary>
    /// <param name="name">The number's name.</param>
    /// <param name="others">The other three, a dot in its place.</param>
    /// <param name="steps">Each step in words.</param>
    protected abstract string Series(string name, string others, IReadOnlyList<string> steps);

    /// <summary>One step of it.</summary>
    /// <param name="from">The smaller value.</param>
    /// <param name="to">The larger one.</param>
    /// <param name="gain">What the accuracy gained, with its interval where there is one.</param>
    /// <param name="isMoreThanNoise">Whether that interval leaves no doubt; null without one.</param>
    protected abstract string Step(string from, string to, string gain, bool? isMoreThanNoise);

    /// <summary>That a number goes with little of the variation over all runs, though it made a difference where it alone was
    /// changed.</summary>
    protected abstract string SmallShare(string name, string share, string chance);

    /// <summary>What a number explains, in a sentence.</summary>
    /// <param name="factor">The number.</param>
    /// <param name="countsAlone">Whether it made a difference where it alone was changed.</param>
    public string Say(Factor factor, bool countsAlone)
    {
        var name = Name(factor.Number);
        return factor switch
        {
            { Values.Count: < 2 } => NotVaried(name),
            { Share: null } => TooFewRows(name),
            { Share: { IsBeyondChance: true } share } => Explained(name, Share(share), Percent(share.ByChance)),
            { Share: { } share } when countsAlone => SmallShare(name, Share(share), Percent(share.ByChance)),
            { Share: { } share } => NoDifference(name, Share(share), Percent(share.ByChance), factor.Runs),
        };
    }

    /// <summary>What changing a number alone did, in a sentence.</summary>
    public string Say(EffectSeries series)
    {
        var numbers = SpecFields.All.Numbers.Select((field, at) => at == (int)series.Number ? "·" : field.Text(series.Base));
        var others = string.Join(", ", numbers) + (series.Setting.Length > 0 ? $"; {series.Setting}" : "");
        return Series(Name(series.Number), others, [.. series.Steps.Select(Say)]);
    }

    /// <summary>What the plot of the learning curves shows, and what it leaves out.</summary>
    public string AboutCurves(ReportData data) =>
        CurvesNote + (data.Known.Count > ReportPlots.MostCurves ? $" {CurvesLeftOut(ReportPlots.MostCurves, data.Known.Count)}"
        : "");

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

    private string Say(EffectStep step)
    {
        var gain = step.Gain.Mean.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);
        return Step(
            Figures.Exact(step.From),
            Figures.Exact(step.To),
            step.Gain.HalfWidth95 is { } half ? $"{gain} ± {Figures.Accuracy(half)}" : gain,
            step.Gain.HalfWidth95 is null ? null : step.IsMoreThanNoise);
    }

    private string Named(SpecResult spec) =>
        $"{Rows(string.Join(" + ", spec.Numbers), spec.Numbers.Count > 1)} ({ResultRow.Numbers(spec.Spec)})";

    private string Share(VariationShare share)
    {
        var interval = share.Interval is var (low, high)
            ? FormattableString.Invariant($"{100 * low:0}–{100 * high:0} %") : NoInterval;
        return $"{Percent(share.Share)} ({interval})";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}
