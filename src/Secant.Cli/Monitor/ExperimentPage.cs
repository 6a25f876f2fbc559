using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Cli.Monitor;

/// <summary>All about one experiment: how far, why no faster, where the time goes, the curve, what happened.</summary>
internal static class ExperimentPage
{
    private const int LeastChart = 3;
    private const int MostChart = 12;
    private const int Scale = 6;

    public static void Draw(ScreenPicture picture, MonitorState state, MonitorLook look)
    {
        if (state.Experiment is not { } experiment)
        {
            picture.Add($" the lab no longer tells of experiment {state.ExperimentId}; secant show "
                + $"{state.ExperimentId} --join ... does. Esc goes back");
            return;
        }

        Facts(picture, experiment, look);
        if (experiment.Spans is { } spans)
        {
            picture.Add(Shares(spans));
            var parts = spans.Nodes.Select(node => new Part(node.Node, node)).ToList();
            ScreenList.Draw(picture, look, PartColumns.Of("NODE", picture.Width), parts, chosen: -1,
                Math.Min(parts.Count, picture.Left / 3), hasKeys: false);
        }

        var events = state.Known.Where(one => one.Experiment == experiment.Id).ToList();
        var chart = Math.Min(MostChart, picture.Left - 4 - Math.Min(events.Count, Math.Max(2, picture.Left / 4)));
        if (experiment.Curve.Count > 1 && chart >= LeastChart)
        {
            Curve(picture, experiment, look, chart);
        }

        ScreenList.Draw(picture, look, MonitorColumns.Events(look, events.Count), events, chosen: -1,
            Math.Max(0, picture.Left - 2), hasKeys: false);
    }

    private static void Facts(ScreenPicture picture, ExperimentDocument experiment, MonitorLook look)
    {
        var spec = experiment.Spec;
        picture.Add(isInverse: true,
            new Piece($" EXPERIMENT {experiment.Id}   {ResultRow.Numbers(spec)}   seed {spec.Seed}", Tone.Strong));
        picture.Add($" {spec.Data}, {spec.Activation}, {spec.Initialization}, {spec.Scale} "
            + $"pixels{(experiment.Note is { Length: > 0 } note ? $"; {note}" : "")}");
        picture.Add(
            " ", new Piece(experiment.State, Tones.Of(Colours.OfState(experiment.State))), " ",
            new Piece(look.Glyphs.Bar(MonitorColumns.Done(experiment), picture.Width / 3), Tone.Drawn),
            string.Create(CultureInfo.InvariantCulture,
                $" {experiment.Iteration}/{spec.Iterations} {Figures.Percent(MonitorColumns.Done(experiment))}   left "
                + $"{Figures.Short(experiment.SecondsLeft)}"));
        picture.Add(
            $" loss {Figures.Loss(experiment.Loss)}   accuracy {Figures.Accuracy(MonitorColumns.Accuracy(experiment))}   "
                + $"pass {Figures.Pass(experiment.PassMilliseconds?.Median)}"
            + string.Create(CultureInfo.InvariantCulture,
            $"   nodes {experiment.Nodes?.ToString(CultureInfo.InvariantCulture) ?? Figures.Unknown}   recoveries "
            + $"{experiment.Recoveries}"));
        if (experiment.Checkpoint is { } last)
        {
            picture.Add($" checkpoint at iteration {last.Iteration}, "
                + $"{Figures.TimeOfDay(last.AtUnixMilliseconds, look.Zone)}: {Figures.Bytes(last.Bytes)} in "
                + $"{Figures.Duration(last.StoreSeconds)}");
        }

        if (MonitorColumns.Sentence(experiment) is { } why)
        {
            picture.AddWrapped(why, " ", 5, Tone.Strong);
        }

        if (experiment.Placement is { } placement && experiment.State != ExperimentStates.Queued)
        {
            picture.AddWrapped(placement, " ", 2, Tone.Faint);
        }
    }

    private static IEnumerable<Piece> Shares(SpansDocument spans)
    {
        yield return Say($" last {spans.Seconds:0} s:");
        foreach (var (name, share) in SpanShares.Of([spans]).Where(share => share.Share >= 0.005)
            .OrderByDescending(share => share.Share))
        {
            yield return $" {name} ";
            yield return new Piece(Figures.Percent(share), Tone.Strong);
        }
    }

    private static void Curve(ScreenPicture picture, ExperimentDocument experiment, MonitorLook look, int height)
    {
        picture.Add(isInverse: true, $" TEST ACCURACY 0 to 1, iteration 0 to {experiment.Spec.Iterations}");
        var columns = picture.Width - Scale - 1;
        var values = Enumerable.Range(0, columns)
            .Select(column => (double)column / (columns - 1) * experiment.Spec.Iterations)
            .TakeWhile(iteration => iteration <= Math.Max(experiment.Iteration, experiment.Curve[^1].Iteration))
            .Select(iteration => experiment.Curve.Last(point => point.Iteration <= iteration).TestAccuracy)
            .ToList();
        foreach (var (at, line) in look.Glyphs.Columns(values, height).Index())
        {
            picture.Add(at == 0 ? "  1.0 " : at == height - 1 ? "  0.0 " : "      ", new Piece(line, Tone.Drawn));
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
