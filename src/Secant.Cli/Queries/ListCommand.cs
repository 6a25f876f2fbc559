using System.CommandLine;
using Secant.Cli.Details;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Queries;

/// <summary><c>secant list</c>: every experiment of a store, the newest last.</summary>
internal static class ListCommand
{
    public static Command Create(CommandFrame frame)
    {
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var join = JoinOption.Create(isNeeded: false);
        var command = new Command("list", "what was run, as a table") { store, join, json };
        command.Exclude(join, store);
        command.SetAction(async (parse, cancellation) =>
        {
            var source = await ExperimentSource.OpenAsync(frame, parse, store, join, cancellation, isBrief: !parse.GetValue(json))
                .ConfigureAwait(false);
            var documents = source.Documents;
            var output = frame.Context.Output;
            if (parse.GetValue(json))
            {
                output.WriteJson(DocumentJson.Of(documents));
            }
            else if (documents.Count == 0)
            {
                output.WritePlainLine($"no experiments in {source.Place} yet; 'secant run 100 32 0.05 50' makes one");
            }
            else
            {
                output.Write(ExperimentTable.Of(documents, output.Profile.Width));
            }

            // A lab whose store takes nothing more waits until it does, and its store cannot tell.
            if (source.Writer is { TakesUpAll: true } writer
                && documents.Any(document => document.State == ExperimentStates.Running))
            {
                FailureReport.Line(frame.Context,
                    $"running is what process {writer.Pid} ({writer.Command}) has taken up; whether it waits, 'secant status "
                        + "--join HOST:PORT' tells");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
