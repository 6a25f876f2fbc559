using System.Globalization;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>The console as a picture. Pure: the same state and size give the same picture.</summary>
internal static class MonitorView
{
    private const int LeastWidth = 40;
    private const int LeastHeight = 10;
    private const int MostFooter = 3;

    public static ScreenPicture Draw(MonitorState state, MonitorLook look, int width, int height)
    {
        var screen = new ScreenPicture(width, height);
        if (width < LeastWidth || height < LeastHeight)
        {
            screen.AddWrapped($"{width}x{height} is too small; {LeastWidth}x{LeastHeight} is the least", "", height, Tone.Plain);
            return screen;
        }

        // What a person has to read through takes as many lines as it needs; pages leave one.
        var footer = Footer(state, width);
        var picture = new ScreenPicture(width, height - footer.Count + 1);
        Header(picture, state, look);
        switch (state)
        {
            case { Page: MonitorPage.Keys }:
                KeysPage.Draw(picture, state.IsReadOnly);
                break;
            case { Page: MonitorPage.Node }:
                NodePage.Draw(picture, state, look);
                break;
            case { Page: MonitorPage.Experiment }:
                ExperimentPage.Draw(picture, state, look);
                break;
            case { Status: { } status }:
                OverviewPage.Draw(picture, state, status, look);
                break;
        }

        picture.FillTo(1);
        screen.Add(picture, footer.Count);
        foreach (var line in footer)
        {
            screen.Add(line);
        }

        return screen;
    }

    private static void Header(ScreenPicture picture, MonitorState state, MonitorLook look)
    {
        if (state.Status is not { } status)
        {
            picture.Add("asks the lab");
            return;
        }

        var time = Figures.TimeOfDay(status.AtUnixMilliseconds, look.Zone);
        if (state.MissedAt is { } missed)
        {
            var silence = Figures.Short((missed - state.AnsweredAt).TotalSeconds);
            picture.Add(isInverse: true,
                new Piece($" NO ANSWER from {status.Lab.Address} for {silence}; as it was at {time}", Tone.Bad));
            return;
        }

        var there = status.Nodes.Where(node => node.State != NodeStates.Lost).ToList();
        var lost = status.Nodes.Count - there.Count;
        Piece[] pieces =
        [
            new($" {status.Lab.Name}", Tone.Strong),
            $" {status.Lab.Address}  {Counted.Of(there.Count, "node")}",
            new(lost > 0 ? Say($", {lost} lost") : "", Tone.Bad),
            Cores(there),
            string.Join(", ", States(status)),
        ];
        var left = picture.Width - time.Length - 2;
        var used = pieces.Sum(piece => CellText.Width(piece.Text));
        pieces[^1] = CellText.Fit(pieces[^1].Text, Math.Max(0, CellText.Width(pieces[^1].Text) + left - used));
        picture.Add([.. pieces, $" {time}"]);
    }

    // A replay knows of none.
    private static string Cores(IReadOnlyList<NodeDocument> nodes) =>
        nodes.Count > 0 && nodes.Sum(node => node.Cores) == 0 ? "  "
        : Say($"  {nodes.Sum(node => node.CoresBusy)}/{nodes.Sum(node => node.Cores)} cores  ");

    private static IEnumerable<string> States(StatusDocument status) =>
        from state in (string[])[ExperimentStates.Running, ExperimentStates.Paused, ExperimentStates.Queued]
        let count = status.States.FirstOrDefault(one => one.State == state)?.Count ?? 0
        where count > 0 || state == ExperimentStates.Running
        select Say($"{count} {state}");

    private static List<Piece> Footer(MonitorState state, int width) => state switch
    {
        { Asked: { } asked } => Wrapped(asked.Question, width, Tone.Warning),
        { IsFiltering: true } =>
            [new Piece($" show only what holds: {state.Filter}_   Enter keeps it, Esc ends it", Tone.Strong)],
        { Message: { } message } => Wrapped(message, width, Tone.Strong),
        _ => state.Filter.Length > 0
            ? [new Piece($" only what holds '{state.Filter}' (Esc: all)", Tone.Strong),
            new Piece("   " + Hints(state), Tone.Faint)]
            : [new Piece(" " + Hints(state), Tone.Faint)],
    };

    private static List<Piece> Wrapped(string text, int width, Tone tone) =>
        CellText.WrapInto(text, width - 1, MostFooter).ConvertAll(line => new Piece(" " + line, tone));

    private static string Hints(MonitorState state)
    {
        var where = state.Page == MonitorPage.Overview ? "Tab list  Enter open  / filter" : "Esc back";
        var acts = (state.Page, state.Section) switch
        {
            _ when state.IsReadOnly => "",
            (MonitorPage.Experiment, _) or (MonitorPage.Overview, MonitorSection.Experiments) =>
                "  p pause  c continue  x cancel",
            (MonitorPage.Node, _) or (MonitorPage.Overview, MonitorSection.Nodes) => "  d drain",
            _ => "",
        };
        return $"? keys  {where}{acts}  q leave";
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
