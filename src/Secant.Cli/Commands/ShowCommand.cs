using System.CommandLine;
using Secant.Actors.Journal;
using Secant.Cli.Rendering;

namespace Secant.Cli.Commands;

/// <summary><c>secant show ID</c>: one experiment in full.</summary>
internal static class ShowCommand
{
    public static Command Create(CommandFrame frame)
    {
        var id = SharedOptions.Id();
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("show", "one experiment in full, with its accuracy curve") { id, store, json };
        command.SetAction(parse =>
        {
            var document = ExperimentLookup.Find(new StoreReader(frame.StoreFolder(parse, store)), parse.GetValue(id)!);
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
