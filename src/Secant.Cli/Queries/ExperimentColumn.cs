using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Secant.Cli.Queries;

/// <summary>
/// The whole progress line of an experiment: bar, iteration, loss, accuracy, time left. On a narrow terminal words go first, then
/// the bar: a line that wraps could not be drawn over.
/// </summary>
internal sealed class ExperimentColumn : ProgressColumn
{
    private const int WidestBar = 30;
    private const int NarrowestBar = 8;

    protected override bool NoWrap => true;

    // Some terminals wrap once their last column is written.
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        task.Tag is ExperimentDocument document
        ? Line(document, task.RemainingTime, options.ConsoleSize.Width - 1)
        : new Text("");

    /// <param name="document">The experiment as it is.</param>
    /// <param name="left">Time that it will still take; null where that is not known.</param>
    /// <param name="width">Columns to keep to.</param>
    internal static Paragraph Line(ExperimentDocument document, TimeSpan? left, int width)
    {
        var forms = Forms(document, Figures.Short(left?.TotalSeconds)).ToList();
        foreach (var (head, tail) in forms.SkipLast(1))
        {
            if (width - head.Length - tail.Length - 1 is var room and >= NarrowestBar)
            {
                return WithBar(head, Math.Min(room, WidestBar), document, tail);
            }
        }

        var bare = forms.Select(form => form.Tail).FirstOrDefault(tail => tail.Length <= width) ?? forms[^1].Tail;
        return new Paragraph(bare[..Math.Clamp(width, 0, bare.Length)]);
    }

    private static IEnumerable<(string Head, string Tail)> Forms(ExperimentDocument document, string left)
    {
        var made = $"{document.Iteration}/{document.Spec.Iterations}";
        var loss = Figures.Loss(document.Loss);
        var accuracy = Figures.Accuracy(document.Curve is [.., var point] ? point.TestAccuracy : document.TestAccuracy);
        var state = document.State is ExperimentStates.Running or ExperimentStates.Completed ? "" : $"  {document.State}";
        yield return ($"experiment {document.Id} ", $"{made}  loss {loss}  accuracy {accuracy}{state}  left {left}");
        yield return ("", $"{made}  loss {loss}  accuracy {accuracy}{state}  left {left}");
        yield return ("", $"{made}  loss {loss}  acc {accuracy}{state}  {left}");
        yield return ("", $"{made}  {loss}  {accuracy}{state}  {left}");
        yield return ("", made);
    }

    private static Paragraph WithBar(string head, int width, ExperimentDocument document, string tail)
    {
        var share = (double)document.Iteration / Math.Max(1, document.Spec.Iterations);
        var full = (int)(Math.Clamp(share, 0, 1) * width);
        return new Paragraph(head)
            .Append(new string('━', full), new Style(Color.Green))
            .Append(new string('╌', width - full), new Style(Color.Grey))
            .Append(" " + tail);
    }
}
