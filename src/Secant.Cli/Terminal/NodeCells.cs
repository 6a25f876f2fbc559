using System.Globalization;
using Secant.Lab.Contracts;

namespace Secant.Cli.Terminal;

/// <summary>What is shown of a node.</summary>
internal static class NodeCells
{
    /// <summary>An age of the last sign of life from which on it is unusual: one comes every second.</summary>
    public const double LateSeconds = 2;

    /// <summary>An age from which on the node is about to be given up.</summary>
    public const double VeryLateSeconds = 3;

    public static string Heartbeat(NodeDocument node) => Figures.Short(node.HeartbeatAgeSeconds);

    /// <summary>Lent to experiments, of all.</summary>
    public static string Cores(NodeDocument node) => node.Cores == 0
        ? Figures.Unknown
        : string.Create(CultureInfo.InvariantCulture, $"{node.CoresBusy}/{node.Cores}");

    /// <summary>Samples times units a second.</summary>
    public static string Speed(NodeDocument node) => Figures.Large(node.SampleUnitsPerSecond);

    public static string Computing(NodeDocument node) =>
        node.State == NodeStates.Lost ? Figures.Unknown : Figures.Percent(node.ComputingShare);

    public static string Memory(NodeDocument node) => node.MemoryBytes is { } bytes
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} M") : Figures.Unknown;

    public static string Units(NodeDocument node) => node.Units.ToString(CultureInfo.InvariantCulture);

    public static string Pass(NodeDocument node) => Figures.Pass(node.PassMilliseconds);

    public static string Slowness(NodeDocument node) => Figures.Times(node.Slowness);
}
