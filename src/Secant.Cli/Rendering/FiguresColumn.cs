using Secant.Actors.Monitoring;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Secant.Cli.Rendering;

/// <summary>Iteration, loss and accuracy of the experiment that a progress line is about; the time left comes after it.</summary>
internal sealed class FiguresColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.Tag is ExperimentDocument document ? Line(document) : "");

    internal static string Line(ExperimentDocument document)
    {
        var accuracy = document.Curve is [.., var point] ? point.TestAccuracy : document.TestAccuracy;
        var state = document.State is ExperimentStates.Running or ExperimentStates.Completed ? "" : $"  {document.State}";
        return $"{document.Iteration}/{document.Spec.Iterations}  loss {Figures.Loss(document.Loss)}  accuracy {Figures.Accuracy(accuracy)}{state}  left";
    }
}
