using System.Globalization;
using Secant.Actors.Monitoring;
using Spectre.Console;

namespace Secant.Cli.Rendering;

/// <summary>A lab as tables: its nodes, its experiments, why anything is slow, and what happened last.</summary>
internal static class StatusTables
{
    private const int EventsShown = 12;

    /// <param name="console">Where to.</param>
    /// <param name="status">The lab.</param>
    /// <param name="zone">The zone in which times of day are told.</param>
    public static void Write(IAnsiConsole console, StatusDocument status, TimeZoneInfo zone)
    {
        console.WritePlainLine($"lab '{status.Lab.Name}' at {status.Lab.Address}, version {status.Lab.Build.Version}, since {Since(status.Lab, zone)}");
        if (status.Nodes.Count == 0)
        {
            console.WritePlainLine($"no nodes yet; on every machine: secant worker --join {status.Lab.Address}");
        }
        else
        {
            console.Write(Nodes(status.Nodes));
            Sentences(console, status.Nodes.Select(node => (node.Name, node.Why)));
        }

        if (status.Experiments.Count == 0)
        {
            console.WritePlainLine($"no experiments; secant submit 100 32 0.05 50 --join {status.Lab.Address} makes one");
        }
        else
        {
            console.Write(Experiments(status.Experiments, zone));
            if (status.States.Sum(one => one.Count) is var all && all > status.Experiments.Count)
            {
                console.WritePlainLine($"  {status.Experiments.Count} of {all} experiments: {string.Join(", ", status.States.Select(one => $"{Whole(one.Count)} {one.State}"))}");
            }

            Sentences(console, status.Experiments.Select(experiment => (experiment.Id, Explain(experiment))));
        }

        if (status.Events.Count > 0)
        {
            console.Write(Events(status.Events.Take(EventsShown), zone));
        }
    }

    private static string Since(LabDocument lab, TimeZoneInfo zone) =>
        Figures.Moment(DateTimeOffset.Parse(lab.Since, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), zone);

    // Why it is where it is, then why it is slow.
    private static string? Explain(ExperimentDocument experiment)
    {
        string?[] sentences = [experiment.Reason ?? (experiment.State == ExperimentStates.Queued ? null : experiment.Placement), experiment.Why];
        var known = sentences.Where(sentence => sentence is not null).ToList();
        return known.Count == 0 ? null : string.Join("; ", known);
    }

    private static void Sentences(IAnsiConsole console, IEnumerable<(string Name, string? Why)> sentences)
    {
        foreach (var (name, why) in sentences.Where(sentence => sentence.Why is not null))
        {
            console.WritePlainLine($"  {name}: {why}");
        }
    }

    private static Table Nodes(IReadOnlyList<NodeDocument> nodes)
    {
        var table = Create(["node", "address", "state"], ["heartbeat", "cores", "speed", "computing", "memory", "units", "pass", "median"]);
        table.AddColumn("experiments");
        foreach (var node in nodes)
        {
            table.AddRow(
                new Text(node.Name),
                new Text(node.Address),
                new Text(node.State, new Style(Colours.OfNode(node))),
                new Text(NodeCells.Heartbeat(node), new Style(Colours.OfHeartbeat(node))),
                new Text(NodeCells.Cores(node)),
                new Text(NodeCells.Speed(node)),
                new Text(NodeCells.Computing(node)),
                new Text(NodeCells.Memory(node)),
                new Text(NodeCells.Units(node)),
                new Text(NodeCells.Pass(node)),
                new Text(NodeCells.Slowness(node)),
                new Text(string.Join(", ", node.Experiments)));
        }

        return table;
    }

    private static Table Experiments(IReadOnlyList<ExperimentDocument> experiments, TimeZoneInfo zone)
    {
        var table = Create(
            ["id", "iterations, batch, rate, hidden", "state"], ["iteration", "loss", "accuracy", "left", "pass", "nodes", "recoveries", "submitted"]);
        foreach (var experiment in experiments)
        {
            table.AddRow(
                new Text(experiment.Id),
                new Text(ResultRow.Numbers(experiment.Spec)),
                new Text(experiment.State, new Style(Colours.OfState(experiment.State))),
                new Text($"{Whole(experiment.Iteration)} ({Figures.Percent((double)experiment.Iteration / Math.Max(1, experiment.Spec.Iterations))})"),
                new Text(Figures.Loss(experiment.Loss)),
                new Text(Figures.Accuracy(experiment.TestAccuracy ?? (experiment.Curve is [.., var last] ? last.TestAccuracy : null))),
                new Text(Figures.Short(experiment.SecondsLeft)),
                new Text(Figures.Pass(experiment.PassMilliseconds?.Median)),
                new Text(experiment.Nodes is { } nodes ? Whole(nodes) : Figures.Unknown),
                new Text(Whole(experiment.Recoveries)),
                new Text(Figures.Moment(experiment.SubmittedAtUnixMilliseconds, zone)));
        }

        return table;
    }

    private static Table Events(IEnumerable<HappeningDocument> happenings, TimeZoneInfo zone)
    {
        var table = Create(["when", "what", "node", "experiment", "event"], []);
        foreach (var happening in happenings)
        {
            table.AddRow(
                new Text(Figures.TimeOfDay(happening.AtUnixMilliseconds, zone)),
                new Text(happening.Kind, new Style(Colours.OfKind(happening.Kind))),
                new Text(happening.Node ?? ""),
                new Text(happening.Experiment ?? ""),
                new Text(happening.Text));
        }

        return table;
    }

    private static Table Create(string[] words, string[] numbers)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var word in words)
        {
            table.AddColumn(new TableColumn(word));
        }

        foreach (var number in numbers)
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        return table;
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
