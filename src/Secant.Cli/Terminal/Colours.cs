using Secant.Lab.Contracts;
using Spectre.Console;

namespace Secant.Cli.Terminal;

/// <summary>What a colour stands for: red for gone, yellow for in trouble, green for at work. The sixteen that every terminal
/// has.</summary>
internal static class Colours
{
    public static Color OfNode(NodeDocument node) => node.State switch
    {
        NodeStates.Lost => Color.Red,
        NodeStates.Suspect or NodeStates.Draining or NodeStates.Drained => Color.Yellow,
        NodeStates.Busy => Color.Green,
        _ => Color.Default,
    };

    public static Color OfHeartbeat(NodeDocument node) =>
        node.HeartbeatAgeSeconds > NodeCells.VeryLateSeconds ? Color.Red
        : node.HeartbeatAgeSeconds > NodeCells.LateSeconds ? Color.Yellow
        : Color.Default;

    public static Color OfState(string state) => state switch
    {
        ExperimentStates.Failed or ExperimentStates.Cancelled => Color.Red,
        ExperimentStates.Paused or ExperimentStates.Interrupted => Color.Yellow,
        ExperimentStates.Running or ExperimentStates.Completed => Color.Green,
        _ => Color.Default,
    };

    public static Color OfKind(string kind) =>
        HappeningKinds.IsBad(kind) ? Color.Red
        : HappeningKinds.IsTrouble(kind) ? Color.Yellow
        : kind is HappeningKinds.Finished or HappeningKinds.Joined ? Color.Green
        : Color.Default;
}
