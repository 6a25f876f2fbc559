using System.Globalization;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;

namespace Secant.Cli.Watching;

/// <summary>The console as a picture. Pure: the same state and size give the same picture.</summary>
internal static class MonitorView
{
    private const int LeastWidth = 40;
    private const int LeastHeight = 10;

    public static ScreenPicture Draw(MonitorState state, MonitorLook look, int width, int height)
    {
        var picture = new ScreenPicture(width, height);
        if (width < LeastWidth || height < LeastHeight)
        {
            picture.Add($"{width}x{height} is too small; {LeastWidth}x{LeastHeight} is the least");
            return picture;
        }

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
        picture.Add(Footer(state));
        return picture;
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
            picture.Add(isInverse: true, new Piece($" NO ANSWER from {status.Lab.Address} for {silence}; asks again. This is how it was at {time}", Tone.Bad));
            return;
        }

        var there = status.Nodes.Where(node => node.State != NodeStates.Lost).ToList();
        var lost = status.Nodes.Count - there.Count;
        Piece[] pieces =
        [
            new($" {status.Lab.Name}", Tone.Strong),
            $" {status.Lab.Address}  {Many(there.Count, "node")}",
            new(lost > 0 ? Say($", {lost} lost") : "", Tone.Bad),
            Say($"  {there.Sum(node => node.CoresBusy)}/{there.Sum(node => node.Cores)} cores  "),
            string.Join(", ", Counted(status)),
        ];
        var left = picture.Width - time.Length - 2;
        var used = pieces.Sum(piece => CellText.Width(piece.Text));
        pieces[^1] = CellText.Fit(pieces[^1].Text, Math.Max(0, CellText.Width(pieces[^1].Text) + left - used));
        picture.Add([.. pieces, $" {time}"]);
    }

    private static IEnumerable<string> Counted(StatusDocument status) =>
        from state in (string[])[ExperimentStates.Running, ExperimentStates.Paused, ExperimentStates.Queued]
        let count = status.Experiments.Count(experiment => experiment.State == state)
        where count > 0 || state == ExperimentStates.Running
        select Say($"{count} {state}");

    private static Piece Footer(MonitorState state) => state switch
    {
        { Asked: { } asked } => new Piece($" {asked.Question}", Tone.Warning),
        { IsFiltering: true } => new Piece($" show only what holds: {state.Filter}_   Enter keeps it, Esc ends it", Tone.Strong),
        { Message: { } message } => new Piece($" {message}", Tone.Strong),
        _ => new Piece(" " + Hints(state) + (state.Filter.Length > 0 ? $"   only '{state.Filter}' (Esc: all)" : ""), Tone.Faint),
    };

    private static string Hints(MonitorState state)
    {
        var where = state.Page == MonitorPage.Overview ? "Tab list  Enter open  / filter" : "Esc back";
        var acts = (state.Page, state.Section) switch
        {
            _ when state.IsReadOnly => "",
            (MonitorPage.Experiment, _) or (MonitorPage.Overview, MonitorSection.Experiments) => "  p pause  c continue  x cancel",
            (MonitorPage.Node, _) or (MonitorPage.Overview, MonitorSection.Nodes) => "  d drain",
            _ => "",
        };
        return $"? keys  {where}{acts}  q leave";
    }

    private static string Many(int count, string thing) => Say($"{count} {thing}{(count == 1 ? "" : "s")}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
