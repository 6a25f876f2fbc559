using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>A report in English.</summary>
internal sealed class EnglishWords : ReportWords
{
    public override string Code => "en";

    public override string Written => "written";

    public override string Data => "data";

    public override string Images(string train, string test) => $"{train} train and {test} test images";

    public override string Build => "build";

    public override string CommitUnknown => "commit unknown";

    public override string Machines => "processor";

    public override string Again => "all of it again";

    public override string OneSeedEach => "One seed a row: no spread is known, and differences may be luck. Add --repeat 5.";

    public override string Table => "Table";

    public override string Figure => "Figure";

    public override string Results => "Results";

    public override string ResultsCaption =>
        "Share of the test images classified rightly: mean and standard deviation over the seeds, and the 95 % interval of "
        + "that mean.";

    public override string Row => "#";

    public override string NumbersAndAccuracy => "iterations, batch, rate, hidden : test accuracy (mean ± sd)";

    public override string Settings => "settings";

    public override Func<SpecField, SettingText> SettingWords => row => row.English;

    public override string Interval => "95 % interval of the mean";

    public override string Seeds => "seeds";

    public override string Flat => "flat from iteration";

    public override string Time => "a run took";

    public override string Duration(double seconds) => Figures.Duration(seconds);

    public override string StillRising => "still rising";

    public override string NoPlateau => "no plateau seen";

    public override string StoppedAt(string iterations) => $"stopped at {iterations}";

    public override string TestAccuracy => "test accuracy";

    public override string Curves => "Learning curves";

    protected override string CurvesLeftOut(int shown, int rows) =>
        $"Of the {rows} rows the first {shown} are drawn; a report of chosen IDS has others.";

    protected override string CurvesNote =>
        "Mean over the seeds. A ring marks where a curve flattened: from there on it gains no more than 0.005, or than the "
        + "standard error that so many test images leave, where that is larger.";

    public override string Findings => "What changing one number alone did";

    public override string FindingsNote =>
        "Each step is the mean difference seed by seed with its 95 % interval, where both have the same seeds; with many steps "
        + "one in twenty is called more than noise by luck alone.";

    public override string NothingAlone =>
        "No number was changed alone: every two rows differ in several things at once, so that no difference can be put down "
        + "to one of them.";

    public override string MoreSeries(int count) =>
        $"{count} more such series, the shorter ones, are left out here; rows.csv has their rows.";

    public override string AccuracyByNumber => "Accuracy against each of the four numbers";

    public override string AccuracyAgainst(string number) => $"Test accuracy against {number}.";

    public override string AccuracyByRow =>
        "Test accuracy of each row. Dots are runs, a diamond is their mean, its bar the 95 % interval of the mean over the "
        + "seeds.";

    public override string MarksNote =>
        "Dots are runs; a diamond is the mean of a spec, its bar the 95 % interval of that mean over the seeds. The noise of "
        + "which test images there are is not in it. "
        + "Specs of one value differ in other numbers, too. The axis is logarithmic where values span more than a factor of ten.";

    public override string Explains => "What each number explains";

    public override string ExplainsNote =>
        "The share of the variation over all runs that goes with a number (R² of a parabola over the order of its values), its "
        + "95 % interval over the seeds, and what shuffling the number among the specs reaches by chance. "
        + "Rows of one spec count as one. Specs that differ in several numbers at once credit all of them, so the shares "
        + "overlap and do not add up to 100 %.";

    public override string Cost => "Cost against hidden size";

    public override string CostCaption => "Cost of a pass.";

    public override string CostNote =>
        "Measured: the median time of a pass in these runs, waiting for others included. Book: the whole forward pass, twice, "
        + "for every parameter, on one core of the machine that wrote this report, "
        + "estimated from a timed sample of partial derivatives in plain loops; a tuned matrix product, as numpy has it, takes "
        + "about a tenth of that.";

    public override string MillisecondsAPass => "milliseconds a pass";

    public override string TimelineHeading => "Where the time of the longest runs went";

    public override string Timeline => "Where the time went, experiment";

    public override string SecondsOfRun => "seconds of the run";

    public override string ShareOfTime => "share of the time";

    public override string Activity(string name) => name;

    public override string NodeCount(int nodes) => Counted.Of(nodes, "node");

    public override string CoreCount(int cores) => Counted.Of(cores, "core");

    public override string Measured => "measured";

    public override string Book => "the book's way (estimate)";

    public override string Times => "times longer";

    public override string Provenance => "Provenance";

    public override string ProvenanceNote =>
        "Each command gives the same parameters again to the last bit, on any machine; the fingerprint is the SHA-256 of those "
        + "parameters.";

    public override IReadOnlyList<string> ProvenanceHeads =>
        ["run", "seed", "accuracy", "data (SHA-256)", "build", "processor", "nodes", "crashes survived", "fingerprint", "command",
        "note"];

    public override string Note => "note";

    public override string Title(string? sweep) => sweep is null ? "Experiments" : $"Sweep: {sweep}";

    public override string Lead(int rows, int runs, string settings) =>
        $"{rows} {(rows == 1 ? "row" : "rows")}, {runs} completed {(runs == 1 ? "run" : "runs")}; {settings}. Every gradient "
        + "is a central difference, for every parameter.";

    public override string Unfinished(ExperimentDocument run) =>
        $"Experiment {run.Id} is {run.State}: {run.Reason ?? "no reason given"}. It is in no figure.";

    public override string Best(string best, string next, string lead, bool isPaired) =>
        $"Best: {best}, ahead of {next} by {lead} ({How(isPaired)}): more than the noise.";

    public override string NoWinner(string best, string next, string lead, bool isPaired) =>
        $"No winner: {best} and {next} cannot be told apart, {lead} ({How(isPaired)}).";

    public override string OneSeed(string best, string next, string lead) =>
        $"Ahead: {best}, before {next} by {lead}; with one seed each nobody can tell whether that is more than luck.";

    protected override string NotVaried(string name) => $"{Capital(name)} was not varied.";

    protected override string TooFewRows(string name) => $"{Capital(name)}: too few rows to tell.";

    protected override string NoDifference(string name, string share, string chance, int runs) =>
        $"{Capital(name)} made no difference that these {runs} runs could show: it goes with {share} of the variation, and "
        + $"chance alone reaches {chance}.";

    protected override string SmallShare(string name, string share, string chance) =>
        $"{Capital(name)} goes with {share} of the variation over all runs, no more than chance reaches ({chance}); where it "
        + "alone was changed it did make a difference, as said above.";

    protected override string Explained(string name, string share, string chance) =>
        $"{Capital(name)} goes with {share} of the variation; chance alone reaches {chance}.";

    protected override string NoInterval => "with one run of a spec no interval";

    protected override string Series(string name, string others, IReadOnlyList<string> steps) =>
        $"{Capital(name)} ({others}): the accuracy changed {string.Join(", ", steps)}.";

    protected override string Step(string from, string to, string gain, bool? isMoreThanNoise) =>
        $"from {from} to {to} by {gain}{isMoreThanNoise switch
        {
            null => " (no interval)",
            true => "",
            false => " (no more than noise)",
        }}";

    protected override string Rows(string numbers, bool areMany) => $"row{(areMany ? "s" : "")} {numbers}";

    private static string How(bool isPaired) => isPaired ? "95 %, seed by seed" : "95 %, seeds not shared";

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
