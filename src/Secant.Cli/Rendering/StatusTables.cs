using System.Globalization;
using Secant.Actors.Monitoring;
using Spectre.Console;

namespace Secant.Cli.Rendering;

/// <summary>A lab as tables: its nodes, then its experiments.</summary>
internal static class StatusTables
{
    public static void Write(IAnsiConsole console, StatusDocument status)
    {
        console.WritePlainLine($"lab '{status.Lab.Name}' at {status.Lab.Address}, version {status.Lab.Build.Version}, since {status.Lab.Since}");
        if (status.Nodes.Count == 0)
        {
            console.WritePlainLine($"no nodes yet; on every machine: secant worker --join {status.Lab.Address}");
        }
        else
        {
            console.Write(Nodes(status.Nodes));
        }

        if (status.Experiments.Count == 0)
        {
            console.WritePlainLine($"no experiments; secant submit 100 32 0.05 50 --join {status.Lab.Address} makes one");
        }
        else
        {
            console.Write(ExperimentTable.Of(status.Experiments));
            foreach (var experiment in status.Experiments.Where(experiment => experiment.Placement is not null || experiment.Reason is not null))
            {
                console.WritePlainLine($"  {experiment.Id}: {experiment.Reason ?? experiment.Placement}");
            }
        }
    }

    private static Table Nodes(IReadOnlyList<NodeDocument> nodes)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("node", "address", "state");
        foreach (var number in (ReadOnlySpan<string>)["cores", "heartbeat", "units"])
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        table.AddColumn("experiments");
        foreach (var node in nodes)
        {
            table.AddRow(
                new Text(node.Name),
                new Text(node.Address),
                new Text(node.State),
                new Text(node.Cores.ToString(CultureInfo.InvariantCulture)),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{node.HeartbeatAgeSeconds:F1} s")),
                new Text(node.Units.ToString(CultureInfo.InvariantCulture)),
                new Text(string.Join(", ", node.Experiments)));
        }

        return table;
    }
}
