using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>A node's part in an experiment.</summary>
/// <param name="Name">The other one of the two.</param>
/// <param name="Spans">Its times.</param>
internal sealed record Part(string Name, NodeSpansDocument Spans);

/// <summary>The columns of what nodes have part in.</summary>
internal static class PartColumns
{
    /// <param name="title">What <see cref="Part.Name"/> is.</param>
    /// <param name="width">Of the screen.</param>
    public static IReadOnlyList<Column<Part>> Of(string title, int width)
    {
        var name = width >= MonitorColumns.WideFrom ? 20 : 12;
        return
        [
            new(title, name, part => part.Name, IsRight: false),
            new("units", 7, part => MonitorColumns.Whole(part.Spans.Units)),
            new("answer", 8, part => Figures.Pass(part.Spans.AnswerMilliseconds)),
            new("compute", 8, part => Figures.Pass(part.Spans.ComputeMilliseconds)),
            new("network", 8, part => Figures.Pass(part.Spans.NetworkMilliseconds)),
            new("speed", 7, part => Figures.Large(part.Spans.SampleUnitsPerSecond)),
            new("waited", 6, part => Figures.Percent(part.Spans.WaitingShare)),
            new("median", 6, part => new Piece(Figures.Times(part.Spans.Slowness), MonitorColumns.Slowness(part.Spans.Slowness))),
            new("", 0, _ => ""),
        ];
    }
}
