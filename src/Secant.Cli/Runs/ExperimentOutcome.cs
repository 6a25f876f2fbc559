using Secant.Cli.Details;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary>What a run ends with: the result, or a line that says why there is none and what to do.</summary>
/// <param name="Screens">Where it shows.</param>
/// <param name="Store">The folder given with --store, which resuming needs too; null where none was.</param>
internal sealed record ExperimentOutcome(Screens Screens, string? Store)
{
    /// <summary>The address of the lab that has it; null where it was run here.</summary>
    public string? Lab { get; init; }

    /// <returns>The exit code.</returns>
    public int Write(ExperimentDocument document)
    {
        if (document.Damage is { } damage && damage != document.Reason)
        {
            Line(damage);
        }

        switch (document.State)
        {
            case ExperimentStates.Completed:
                WriteResult(document);
                return ExitCode.Done;
            case ExperimentStates.Failed or ExperimentStates.Cancelled:
                Line($"experiment {document.Id} {document.State}: {document.Reason ?? $"at iteration "
                    + $"{document.Iteration}, no reason given"}");
                return ExitCode.Failed;
            case var _ when Screens.Context.Interruption.Token.IsCancellationRequested:
                Line($"interrupted after {document.Iteration} of {document.Spec.Iterations} iterations; "
                    + $"'{Resume(document.Id)}' goes on");
                return ExitCode.Interrupted;
            case ExperimentStates.Paused when ExperimentStates.IsStuck(document):
                Line($"experiment {document.Id} is paused: {document.Reason}; '{Resume(document.Id)}' tries again");
                return ExitCode.Failed;
            default:
                Line($"experiment {document.Id} is {document.State}: {document.Reason ?? "the lab stopped"}; "
                    + $"'{Resume(document.Id)}' goes on");
                return (int)Failure.Store;
        }
    }

    /// <summary>Says that the lab was left before anything was known of what it had taken up.</summary>
    /// <param name="id">The experiment; null where all were asked for.</param>
    /// <returns>The exit code.</returns>
    public int WriteInterrupted(string? id)
    {
        Line($"interrupted; '{Resume(id)}' goes on with what was begun");
        return ExitCode.Interrupted;
    }

    private void WriteResult(ExperimentDocument document)
    {
        if (!Screens.IsQuiet)
        {
            ExperimentDetails.Write(Screens.Notes, document);
        }
        else if (!Screens.IsJson)
        {
            Screens.Notes.WritePlainLine(ResultRow.Of(document));
        }
    }

    private void Line(string text) => FailureReport.Line(Screens.Context, text);

    private string Resume(string? id) => Lab is not null
        ? $"secant continue {id} --join {Lab}"
        : $"secant resume{(id is null ? "" : $" {ShellWord.Of(id)}")}" + (Store is null ? "" : $" --store {ShellWord.Of(Store)}");
}
