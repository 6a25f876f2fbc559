namespace Secant.Cli.Reporting;

/// <summary>A report in English.</summary>
internal sealed class EnglishWords : ReportWords
{
    public override string Code => "en";

    public override string Results => "Results";

    public override string Row => "#";

    public override string NumbersAndAccuracy => "iterations, batch, rate, hidden : test accuracy (mean ± sd)";

    public override string Settings => "settings";

    public override string Interval => "95 % interval of the mean";

    public override string Seeds => "seeds";

    public override string Flat => "flat from iteration";

    public override string Time => "a run took";

    public override string StillRising => "still rising";

    public override string StoppedAt(string iterations) => $"stopped at {iterations}";

    public override string TestAccuracy => "test accuracy";

    public override string Curves => "Learning curves";

    protected override string CurvesLeftOut(int shown, int rows) => $"Of the {rows} rows the first {shown} are drawn; a report of chosen IDS has others.";

    protected override string CurvesNote => "Mean over the seeds. A ring marks where a curve flattened: from there on it gains no more than 0.005.";

    public override string AccuracyByNumber => "Accuracy against each of the four numbers";

    public override string AccuracyByRow => "Accuracy of each row";

    public override string Explains => "What each number explains";

    public override string ExplainsNote =>
        "The share of the variation over all runs that goes with a number (R² of a parabola over the order of its values), its 95 % interval over the seeds, and what shuffling the number among the specs reaches by chance. "
        + "Rows of one spec count as one. Specs that differ in several numbers at once credit all of them, so the shares overlap and do not add up to 100 %.";

    public override string Cost => "Cost against hidden size";

    public override string CostNote =>
        "Measured: the median time of a pass in these runs, waiting for others included. Book: the whole forward pass, twice, for every parameter, on one core of the machine that wrote this report, "
        + "estimated from a timed sample of partial derivatives in plain loops; a tuned matrix product, as numpy has it, takes about a tenth of that.";

    public override string MillisecondsAPass => "milliseconds a pass";

    public override string Timeline => "Where the time went, experiment";

    public override string SecondsOfRun => "seconds of the run";

    public override string ShareOfTime => "share of the time";

    public override string Activity(string name) => name;

    public override string NodeCount(int nodes) => $"{nodes} node{(nodes == 1 ? "" : "s")}";

    public override string CoreCount(int cores) => $"{cores} core{(cores == 1 ? "" : "s")}";

    public override string Measured => "measured";

    public override string Book => "the book's way (estimate)";

    public override string Times => "times longer";

    public override string Provenance => "Provenance";

    public override string ProvenanceNote => "Each command gives the same parameters again to the last bit, on any machine; the fingerprint is the SHA-256 of those parameters.";

    public override IReadOnlyList<string> ProvenanceHeads =>
        ["run", "seed", "accuracy", "data (SHA-256)", "build", "processor", "nodes", "crashes survived", "fingerprint", "command", "note"];

    public override string Note => "note";

    public override string Title(string? sweep) => sweep is null ? "Experiments" : $"Sweep: {sweep}";

    public override string Lead(int rows, int runs, string settings) =>
        $"{rows} {(rows == 1 ? "row" : "rows")}, {runs} completed {(runs == 1 ? "run" : "runs")}; {settings}. Every gradient is a central difference, for every parameter.";

    public override string Name(Number number) => number switch
    {
        Number.Iterations => "iterations",
        Number.Batch => "batch size",
        Number.Rate => "learning rate",
        _ => "hidden size",
    };

    public override string Unfinished(string id, string state, string? reason) => $"Experiment {id} is {state}: {reason ?? "no reason given"}. It is in no figure.";

    public override string Best(string best, string next, string lead, bool isPaired) =>
        $"Best: {best}, ahead of {next} by {lead} ({How(isPaired)}): more than the noise.";

    public override string NoWinner(string best, string next, string lead, bool isPaired) =>
        $"No winner: {best} and {next} cannot be told apart, {lead} ({How(isPaired)}).";

    public override string OneSeed(string best, string next, string lead) =>
        $"Ahead: {best}, before {next} by {lead}; with one seed each nobody can tell whether that is more than luck.";

    protected override string NotVaried(string name) => $"{Capital(name)} was not varied.";

    protected override string TooFewRows(string name) => $"{Capital(name)}: too few rows to tell.";

    protected override string NoDifference(string name, string share, string chance, int runs) =>
        $"{Capital(name)} made no difference that these {runs} runs could show: it goes with {share} of the variation, and chance alone reaches {chance}.";

    protected override string Explained(string name, string share, string chance) =>
        $"{Capital(name)} goes with {share} of the variation; chance alone reaches {chance}.";

    protected override string NoInterval => "with one run of a spec no interval";

    protected override string Rows(string numbers, bool areMany) => $"row{(areMany ? "s" : "")} {numbers}";

    private static string How(bool isPaired) => isPaired ? "95 %, seed by seed" : "95 %, seeds not shared";

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
