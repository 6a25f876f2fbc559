using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;
using Spectre.Console;

namespace Secant.Cli.Labs;

/// <summary>A lab as tables: its nodes, its experiments, why anything is slow, and what happened last.</summary>
internal static class StatusTables
{
    private const int EventsShown = 12;

    // A screen that is narrower gets fewer columns, closer to each other; a lower one fewer events.
    private const int Wide = 140;
    private const int LeastEvents = 3;

    private static readonly FittedColumn<NodeDocument>[] NodeColumns =
    [
        new("node", node => node.Name),
        new("address", node => node.Address) { Needs = 120 },
        new("state", node => node.State) { Colour = Colours.OfNode },
        new("heartbeat", NodeCells.Heartbeat) { IsNumber = true, Colour = Colours.OfHeartbeat },
        new("cores", NodeCells.Cores) { IsNumber = true },
        new("speed", NodeCells.Speed) { IsNumber = true, Needs = 100 },
        new("computing", NodeCells.Computing) { IsNumber = true },
        new("memory", NodeCells.Memory) { IsNumber = true, Needs = 90 },
        new("units", NodeCells.Units) { IsNumber = true },
        new("pass", NodeCells.Pass) { IsNumber = true },
        new("median", NodeCells.Slowness) { IsNumber = true },
        new("experiments", node => string.Join(", ", node.Experiments)) { Needs = 110 },
    ];

    /// <param name="console">Where to.</param>
    /// <param name="status">The lab.</param>
    /// <param name="zone">The zone in which times of day are told.</param>
    public static void Write(IAnsiConsole console, StatusDocument status, TimeZoneInfo zone)
    {
        console.WritePlainLine(
            $"lab '{status.Lab.Name}' at {status.Lab.Address}, version {status.Lab.Build.Version}, since "
                + $"{Since(status.Lab, zone)}");
        if (status.Nodes.Count == 0)
        {
            console.WritePlainLine($"no nodes yet; on every machine: secant worker --join {status.Lab.Address}");
        }
        else
        {
            console.Write(Table(console, NodeColumns, status.Nodes));
            Sentences(console, status.Nodes.Select(node => (node.Name, node.Why)));
        }

        if (status.Experiments.Count == 0)
        {
            console.WritePlainLine($"no experiments; secant submit 100 32 0.05 50 --join {status.Lab.Address} makes one");
        }
        else
        {
            console.Write(Table(console, ExperimentColumns(zone), status.Experiments));
            if (status.States.Sum(one => one.Count) is var all && all > status.Experiments.Count)
            {
                console.WritePlainLine(
                    $"  {status.Experiments.Count} of {all} experiments: "
                        + $"{string.Join(", ", status.States.Select(one => $"{Whole(one.Count)} {one.State}"))}");
            }

            Sentences(console, status.Experiments.Select(experiment => (experiment.Id, Explain(experiment))));
        }

        if (status.Events.Count > 0)
        {
            console.Write(Table(console, EventColumns(zone), [.. status.Events.Take(Room(console, status))]));
        }
    }

    private static string Since(LabDocument lab, TimeZoneInfo zone) =>
        Figures.Moment(DateTimeOffset.Parse(lab.Since, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), zone);

    // Why it is where it is, then why it is slow.
    private static string? Explain(ExperimentDocument experiment)
    {
        string?[] sentences = [experiment.Reason ?? (experiment.State == ExperimentStates.Queued ? null : experiment.Placement),
            experiment.Why];
        var known = sentences.Where(sentence => sentence is not null).ToList();
        return known.Count == 0 ? null : string.Join("; ", known);
    }

    // Whole words, where a terminal would break lines anywhere.
    private static void Sentences(IAnsiConsole console, IEnumerable<(string Name, string? Why)> sentences)
    {
        foreach (var (name, why) in sentences.Where(sentence => sentence.Why is not null))
        {
            if (console.Profile.Out.IsTerminal)
            {
                console.Write(new Padder(new Text(ShownText.Clean($"{name}: {why}")), new Padding(2, 0, 0, 0)));
            }
            else
            {
                console.WritePlainLine($"  {name}: {why}");
            }
        }
    }

    // What is above the events is to be seen, too.
    private static int Room(IAnsiConsole console, StatusDocument status)
    {
        var above = 14 + (2 * (status.Nodes.Count + status.Experiments.Count));
        return console.Profile.Out.IsTerminal ? Math.Clamp(console.Profile.Height - above, LeastEvents, EventsShown)
            : EventsShown;
    }

    private static FittedColumn<ExperimentDocument>[] ExperimentColumns(TimeZoneInfo zone) =>
    [
        new("id", experiment => experiment.Id),
        new("iterations, batch, rate, hidden", experiment => ResultRow.Numbers(experiment.Spec)) { Short = "numbers" },
        new("state", experiment => experiment.State) { Colour = experiment => Colours.OfState(experiment.State) },
        new("iteration", experiment =>
            $"{Whole(experiment.Iteration)} "
            + $"({Figures.Percent((double)experiment.Iteration / Math.Max(1, experiment.Spec.Iterations))})") { IsNumber = true },
        new("loss", experiment => Figures.Loss(experiment.Loss)) { IsNumber = true, Needs = 90 },
        new("accuracy", experiment => Figures.Accuracy(
            experiment.TestAccuracy ?? (experiment.Curve is [.., var last] ? last.TestAccuracy : null))) { IsNumber = true },
        new("left", experiment => Figures.Short(experiment.SecondsLeft)) { IsNumber = true },
        new("pass", experiment => Figures.Pass(experiment.PassMilliseconds?.Median)) { IsNumber = true, Needs = 100 },
        new("nodes", experiment => experiment.Nodes is { } nodes ? Whole(nodes) : Figures.Unknown) { IsNumber = true },
        new("recoveries", experiment => Whole(experiment.Recoveries)) { IsNumber = true, Needs = 110 },
        new("submitted", experiment => Figures.Moment(experiment.SubmittedAtUnixMilliseconds, zone)) { IsNumber = true,
            Needs = 130 },
    ];

    private static FittedColumn<HappeningDocument>[] EventColumns(TimeZoneInfo zone) =>
    [
        new("when", happening => Figures.TimeOfDay(happening.AtUnixMilliseconds, zone)),
        new("what", happening => happening.Kind) { Colour = happening => Colours.OfKind(happening.Kind) },
        new("node", happening => happening.Node ?? "") { Needs = 100 },
        new("experiment", happening => happening.Experiment ?? "") { Short = "id" },
        new("event", happening => happening.Text),
    ];

    // Plain where it is piped: no rules.
    private static Table Table<T>(IAnsiConsole console, IEnumerable<FittedColumn<T>> all, IReadOnlyList<T> rows) =>
        FittedTable.Of(
        all, rows, console.Profile.Width, console.Profile.Out.IsTerminal ? TableBorder.Simple : TableBorder.None,
            console.Profile.Width >= Wide);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
