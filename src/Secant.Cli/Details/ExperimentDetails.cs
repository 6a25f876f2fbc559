using Secant.Cli.Forecasts;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Spectre.Console;

namespace Secant.Cli.Details;

/// <summary>Everything worth knowing about one experiment: the row, then a line for each thing, then the curve.</summary>
internal static class ExperimentDetails
{
    private const int LabelWidth = 12;

    public static void Write(IAnsiConsole console, ExperimentDocument document)
    {
        console.WritePlainLine(ResultRow.Of(document));
        console.WritePlainLine();
        foreach (var (label, value) in Lines(document))
        {
            console.WritePlainLine(label.PadRight(LabelWidth) + value);
        }

        if (AccuracyChart.Of(document.Curve) is { } chart)
        {
            console.WritePlainLine();
            console.Write(chart);
        }
    }

    private static IEnumerable<(string Label, string Value)> Lines(ExperimentDocument document)
    {
        var spec = document.Spec;
        if (document.State != "completed")
        {
            yield return ("state", $"{document.State}, {document.Iteration} of {spec.Iterations} iterations made");
        }
        else if (document.Iteration < spec.Iterations)
        {
            yield return ("ended",
                $"at iteration {document.Iteration} of {spec.Iterations}: {spec.StopWhenFlat} evaluations brought no better "
                    + "accuracy");
        }

        if (document.State != "completed" && document.Placement is { } placement)
        {
            yield return ("cores", placement);
        }

        if (document.Reason is { } reason)
        {
            yield return ("reason", reason);
        }

        yield return ("accuracy",
            $"{Figures.Accuracy(document.TestAccuracy)} test, {Figures.Accuracy(document.TrainAccuracy)} train");
        yield return ("loss", $"{Figures.Loss(document.Loss)} on the last batch");
        yield return ("time", Time(document));
        if (document.Forecast is not null)
        {
            yield return ("forecast", ForecastText.After(document));
        }

        yield return ("settings", string.Join(", ", SpecFields.All.Options
            .Where(field => field.Shown is not null && (field.Part != SpecPart.Training || field.IsSaid(spec)))
            .Select(field => field.Shown!.Replace("{0}", field.Text(spec), StringComparison.Ordinal))));
        if (document.Note is { Length: > 0 } note)
        {
            yield return ("note", note);
        }

        if (document.Recoveries > 0)
        {
            yield return ("recoveries", $"{document.Recoveries}, without a trace in the result");
        }

        yield return ("fingerprint", document.Fingerprint ?? Figures.Unknown);
        yield return ("id", document.Id);
        yield return ("again", SpecCommandLine.Of(spec));
    }

    private static string Time(ExperimentDocument document)
    {
        var pass = document.PassMilliseconds is { } passes
            ? $"; a pass {Figures.Milliseconds(passes.Median)} (median), {Figures.Milliseconds(passes.P99)} (99th of 100)"
            : "";
        return Figures.Duration(document.ElapsedSeconds) + pass;
    }
}
