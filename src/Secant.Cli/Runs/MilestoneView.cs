using Secant.Cli.Details;
using Secant.Cli.Terminal;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Spectre.Console;

namespace Secant.Cli.Runs;

/// <summary>For files and pipes: a line for each new point of the curve, without escape codes.</summary>
internal sealed class MilestoneView(IAnsiConsole console) : IExperimentView
{
    public async Task<ExperimentDocument?> ShowAsync(IAsyncEnumerable<ExperimentDocument> documents)
    {
        ExperimentDocument? last = null;
        await foreach (var document in documents.ConfigureAwait(false))
        {
            if (last is null)
            {
                console.WritePlainLine($"experiment {document.Id}: {SpecCommandLine.Of(document.Spec)}");
            }

            foreach (var point in document.Curve.Skip(last?.Curve.Count ?? 0))
            {
                console.WritePlainLine(Line(point, document.Spec.Iterations));
            }

            last = document;
        }

        return last;
    }

    private static string Line(CurvePoint point, int iterations) =>
        $"iteration {point.Iteration}/{iterations}  loss {Figures.Loss(point.Loss)}  accuracy "
        + $"{Figures.Accuracy(point.TestAccuracy)}";
}
