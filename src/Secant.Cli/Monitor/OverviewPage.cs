using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Cli.Monitor;

/// <summary>Nodes, experiments and events, one list under the other, with a sentence on the row that is chosen.</summary>
internal static class OverviewPage
{
    private const int Headings = 3;
    private const int SentenceLines = 3;

    // On a lower screen a sentence gets one line.
    private const int LowHeight = 18;

    public static void Draw(ScreenPicture picture, MonitorState state, StatusDocument status, MonitorLook look)
    {
        var nodes = state.Nodes;
        var experiments = state.Experiments;
        var events = state.Events;
        var ofNode = Lines(picture, Told(state, nodes) is { Why: { } why } node ? $"{node.Name}: {why}" : null);
        var ofExperiment = Lines(picture,
            state.Experiment is { } one && MonitorColumns.Sentence(one) is { } sentence ? $"{one.Id}: {sentence}" : null);

        // A line stays for the footer; every list has one, if only to say that it is empty.
        var room = picture.Left - 1 - Headings - ofNode.Count - ofExperiment.Count;
        var (wantedNodes, wantedExperiments) = (Math.Max(1, nodes.Count), Math.Max(1, experiments.Count));
        var rows = Math.Max(2, room - Math.Max(room / 4, room - wantedNodes - wantedExperiments));
        var nodeRows = Math.Min(wantedNodes, Math.Max(rows / 2, rows - wantedExperiments));
        var experimentRows = Math.Min(wantedExperiments, rows - nodeRows);

        ScreenList.Draw(
            picture, look, MonitorColumns.Nodes(picture.Width, nodes.Count), nodes, state.NodeRow, nodeRows,
                state.Section == MonitorSection.Nodes);
        Empty(picture, nodes.Count, state.Filter, $"no nodes yet; on every machine: secant worker --join {status.Lab.Address}");
        Sentence(picture, ofNode);
        ScreenList.Draw(
            picture,
            look,
            MonitorColumns.Experiments(look, picture.Width, experiments.Count),
            experiments,
            state.ExperimentRow,
            experimentRows,
            state.Section == MonitorSection.Experiments);
        Empty(picture, experiments.Count, state.Filter,
            $"no experiments; secant submit 100 32 0.05 50 --join {status.Lab.Address} makes one");
        Sentence(picture, ofExperiment);
        ScreenList.Draw(
            picture, look, MonitorColumns.Events(look, events.Count), events, state.EventRow, Math.Max(0, picture.Left - 2),
                state.Section == MonitorSection.Events);
    }

    // The node that is chosen; while nobody chooses one, that which is most in trouble.
    private static NodeDocument? Told(MonitorState state, IReadOnlyList<NodeDocument> nodes) =>
        state.NodeName is not null || state.Section == MonitorSection.Nodes ? state.Node
        : nodes.OrderBy(Trouble).ThenByDescending(node => node.Slowness ?? 0).FirstOrDefault();

    private static int Trouble(NodeDocument node) => node switch
    {
        { State: NodeStates.Lost } => 0,
        { State: NodeStates.Suspect } => 1,
        { Slowness: >= SpanLedger.Slow } => 2,
        { State: NodeStates.Idle } => 3,
        _ => 4,
    };

    private static List<string> Lines(ScreenPicture picture, string? sentence) =>
        sentence is null ? [] : CellText.WrapInto(sentence, picture.Width - 4, picture.Height < LowHeight ? 1 : SentenceLines);

    private static void Sentence(ScreenPicture picture, List<string> lines)
    {
        foreach (var line in lines)
        {
            picture.Add("   ", new Piece(line, Tone.Strong));
        }
    }

    private static void Empty(ScreenPicture picture, int count, string filter, string text)
    {
        if (count == 0)
        {
            picture.Add(new Piece(" " + (filter.Length > 0 ? $"nothing here holds '{filter}'" : text), Tone.Faint));
        }
    }
}
