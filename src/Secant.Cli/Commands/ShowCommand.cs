using System.CommandLine;
using Secant.Cli.Rendering;

namespace Secant.Cli.Commands;

/// <summary><c>secant show ID</c>: one experiment in full.</summary>
internal static class ShowCommand
{
    public static Command Create(CommandFrame frame)
    {
        var id = SharedOptions.Id();
        var store = SharedOptions.Store();
        var join = JoinOption.Create(isNeeded: false);
        var json = SharedOptions.Json();
        var command = new Command("show", "one experiment in full, with its accuracy curve") { id, store, join, json };
        command.SetAction(async (parse, cancellation) =>
        {
            var source = await ExperimentSource.OpenAsync(frame, parse, store, join, cancellation).ConfigureAwait(false);
            var document = source.Find(parse.GetValue(id)!);
            if (parse.GetValue(json))
            {
                frame.Context.Output.WritePlainLine(DocumentJson.Of(document));
            }
            else
            {
                ExperimentDetails.Write(frame.Context.Output, document);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
