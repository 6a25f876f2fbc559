using Secant.Cli.Terminal;

namespace Secant.Cli.Monitor;

/// <summary>All about one node.</summary>
internal static class NodePage
{
    public static void Draw(ScreenPicture picture, MonitorState state, MonitorLook look)
    {
        if (state.Node is not { } node)
        {
            picture.Add($" the lab no longer knows a node called {state.NodeName}; Esc goes back");
            return;
        }

        picture.Add(isInverse: true, new Piece($" NODE {node.Name}   {node.Address}", Tone.Strong));
        var since = node.SinceUnixMilliseconds is { } at ? $" since {Figures.TimeOfDay(at, look.Zone)}" : "";
        picture.Add(
            " ", new Piece(node.State, Tones.Of(Colours.OfNode(node))), $"{since}, last sign of life ",
            new Piece(Figures.Short(node.HeartbeatAgeSeconds), Tones.Of(Colours.OfHeartbeat(node))), " ago");
        picture.Add($" cores {NodeCells.Cores(node)} busy   computing {NodeCells.Computing(node)} of their time   memory "
            + $"{NodeCells.Memory(node)}");
        picture.Add($" holds {NodeCells.Units(node)} units   speed {NodeCells.Speed(node)} samples times units a second");
        picture.Add(
            $" pass {NodeCells.Pass(node)}, ", new Piece(NodeCells.Slowness(node), MonitorColumns.Slowness(node.Slowness)),
                " the median of the others");
        if (node.Why is { } why)
        {
            picture.AddWrapped($"{node.Name}: {why}", " ", 3, Tone.Strong);
        }

        var parts = (state.Status?.Experiments ?? [])
            .SelectMany(experiment => (experiment.Spans?.Nodes ?? []).Where(one => one.Node == node.Name)
            .Select(one => new Part(experiment.Id, one)))
            .ToList();
        if (parts.Count > 0)
        {
            picture.Add();
            ScreenList.Draw(picture, look, PartColumns.Of("EXPERIMENT", picture.Width), parts, chosen: -1,
                Math.Min(parts.Count, picture.Left / 2), hasKeys: false);
        }

        picture.Add();
        var events = state.Known.Where(one => one.Concerns(node.Name)).ToList();
        ScreenList.Draw(picture, look, MonitorColumns.Events(look, events.Count), events, chosen: -1,
            Math.Max(0, picture.Left - 2), hasKeys: false);
    }
}
