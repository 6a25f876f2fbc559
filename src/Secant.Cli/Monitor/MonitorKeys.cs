namespace Secant.Cli.Monitor;

/// <summary>The keys of the console, each with what it does and the command that it stands for.</summary>
internal static class MonitorKeys
{
    /// <param name="Keys">What is pressed.</param>
    /// <param name="Meaning">What it does.</param>
    /// <param name="Command">The command that does the same; empty where there is none.</param>
    /// <param name="Acts">True where it changes something at the lab.</param>
    internal sealed record Row(string Keys, string Meaning, string Command, bool Acts = false);

    public static IReadOnlyList<Row> All { get; } =
    [
        new("Up Down, k j", "the row above, below; PgUp PgDn Home End", ""),
        new("Tab, 1 2 3", "nodes, experiments, events", "secant status"),
        new("Enter", "all about the row", "secant show ID"),
        new("Esc", "back; ends a filter", ""),
        new("/", "show only what holds some text", ""),
        new("p", "pause the experiment", "secant pause ID", Acts: true),
        new("c", "continue it", "secant continue ID", Acts: true),
        new("x", "cancel it for good", "secant cancel ID", Acts: true),
        new("d", "drain the node", "secant drain NODE", Acts: true),
        new("?, h", "this page", "secant monitor --help"),
        new("q, Ctrl-C", "leave; the lab goes on", ""),
    ];

    /// <summary>Those that are there.</summary>
    public static IEnumerable<Row> For(bool isReadOnly) => All.Where(row => !isReadOnly || !row.Acts);
}
