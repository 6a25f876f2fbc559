using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Cli.Monitor;

/// <summary>The columns of the console's lists, for narrow and for wide screens.</summary>
internal static class MonitorColumns
{
    /// <summary>A screen of this many columns has room for sentences beside the figures.</summary>
    public const int WideFrom = 140;

    // From here on headings are whole words.
    private const int RoomyFrom = 110;

    private const int NarrowWidth = 80;

    public static IReadOnlyList<Column<NodeDocument>> Nodes(int width, int count)
    {
        var (isWide, isRoomy) = (width >= WideFrom, width >= RoomyFrom);
        List<Column<NodeDocument>> columns =
        [
            new(Title("NODES", count), Grown(10, 16, width),
                node => new Piece(node.Name, node.State == NodeStates.Lost ? Tone.Bad : Tone.Plain), IsRight: false),
            new("state", 8, node => new Piece(node.State, Tones.Of(Colours.OfNode(node))), IsRight: false),
            new(isRoomy ? "heartbeat" : "beat", isRoomy ? 9 : 6,
                node => new Piece(NodeCells.Heartbeat(node), Tones.Of(Colours.OfHeartbeat(node)))),
            new("cores", 5, node => NodeCells.Cores(node)),
            new("speed", isRoomy ? 7 : 6, node => NodeCells.Speed(node)),
            new(isRoomy ? "computing" : "comp", isRoomy ? 9 : 5, node => NodeCells.Computing(node)),
            new(isRoomy ? "memory" : "mem", 6, node => NodeCells.Memory(node)),
            new("units", 6, node => NodeCells.Units(node)),
            new("pass", 7, node => NodeCells.Pass(node)),
            new(isRoomy ? "median" : "med", isRoomy ? 6 : 5,
                node => new Piece(NodeCells.Slowness(node), Slowness(node.Slowness))),
            new(isRoomy ? "experiments" : "exp", isWide ? 11 : 0, node => string.Join(",", node.Experiments), IsRight: false),
        ];
        if (isWide)
        {
            columns.Add(new("why", 0, node => new Piece(node.Why ?? "", Tone.Faint), IsRight: false));
        }

        return columns;
    }

    public static IReadOnlyList<Column<ExperimentDocument>> Experiments(MonitorLook look, int width, int count)
    {
        var (isWide, isRoomy) = (width >= WideFrom, width >= RoomyFrom);
        var (bar, spark) = (Grown(6, 16, width), Grown(6, 16, width));
        List<Column<ExperimentDocument>> columns =
        [
            new(isRoomy ? Title("EXPERIMENTS", count) : "EXP", isRoomy ? 15 : 5, experiment => experiment.Id, IsRight: false),
            new("state", isRoomy ? 11 : 9, experiment => new Piece(experiment.State, Tones.Of(Colours.OfState(experiment.State))),
                IsRight: false),
            new(isWide ? "iter, batch, rate, hidden" : "it batch rate hid", isWide ? 25 : 0,
                experiment => Numbers(experiment, isWide), IsRight: false),
            new("", bar, experiment => new Piece(look.Glyphs.Bar(Done(experiment), bar), Tone.Drawn), IsRight: false),
            new("done", 5, experiment => Figures.Percent(Done(experiment))),
            new("loss", 6, experiment => Figures.Loss(experiment.Loss)),
            new(isWide ? "accuracy" : "acc", isWide ? 8 : 5, experiment => Figures.Accuracy(Accuracy(experiment))),
            new("curve", spark, experiment => new Piece(look.Glyphs.Sparkline(experiment.Curve, spark), Tone.Drawn),
                IsRight: false),
            new("left", 6, experiment => Figures.Short(experiment.SecondsLeft)),
            new(isRoomy ? "nodes" : "no", isRoomy ? 5 : 2,
                experiment => experiment.Nodes is { } nodes ? Whole(nodes) : Figures.Unknown),
            new(isRoomy ? "recov" : "re", isRoomy ? 5 : 2,
                experiment => new Piece(Whole(experiment.Recoveries), experiment.Recoveries > 0 ? Tone.Warning : Tone.Plain)),
        ];
        if (width < NarrowWidth)
        {
            // Figures before pictures.
            columns.RemoveAll(column => column.Title is "" or "curve");
        }

        if (isWide)
        {
            columns.Add(new("why", 0, experiment => new Piece(Sentence(experiment) ?? "", Tone.Faint), IsRight: false));
        }

        return columns;
    }

    public static IReadOnlyList<Column<HappeningDocument>> Events(MonitorLook look, int count) =>
    [
        new($"EVENTS {count}", 11, one => Figures.TimeOfDay(one.AtUnixMilliseconds, look.Zone), IsRight: false),
        new("what", 10, one => new Piece(one.Kind, Tones.Of(Colours.OfKind(one.Kind))), IsRight: false),
        new("exp", 4, one => one.Experiment ?? "", IsRight: false),
        new("event", 0, one => new Piece(one.Text, HappeningKinds.IsBad(one.Kind) ? Tone.Bad : Tone.Plain), IsRight: false),
    ];

    /// <summary>What is to be said of an experiment first.</summary>
    public static string? Sentence(ExperimentDocument experiment) => experiment.Reason ?? experiment.Why;

    public static double Done(ExperimentDocument experiment) =>
        (double)experiment.Iteration / Math.Max(1, experiment.Spec.Iterations);

    public static double? Accuracy(ExperimentDocument experiment) =>
        experiment.TestAccuracy ?? (experiment.Curve is [.., var last] ? last.TestAccuracy : null);

    public static Tone Slowness(double? slowness) => slowness >= SpanLedger.Slow ? Tone.Warning : Tone.Plain;

    public static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Numbers(ExperimentDocument experiment, bool isWide) =>
        isWide ? ResultRow.Numbers(experiment.Spec)
        : ResultRow.Numbers(experiment.Spec).Replace(",", "", StringComparison.Ordinal);

    // A column of a width that follows the screen's.
    private static int Grown(int least, int most, int width) => Math.Clamp(least + ((width - NarrowWidth) / 5), least, most);

    private static string Title(string name, int count) => $"{name} {Whole(count)}";
}
