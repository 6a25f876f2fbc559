using System.CommandLine;
using Secant.Cli.Details;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Lab.History;

namespace Secant.Cli.Queries;

/// <summary><c>secant show ID</c>: one experiment in full.</summary>
internal static class ShowCommand
{
    public static Command Create(CommandFrame frame)
    {
        var id = SharedOptions.Id();
        var store = SharedOptions.Store();
        var join = JoinOption.Create(isNeeded: false);
        var json = SharedOptions.Json();
        var timeline = new Option<bool>("--timeline")
        {
            Description = "where its time went and what happened to it, as the store here tells"
        };
        var command = new Command("show", "one experiment in full, with its accuracy curve") { id, timeline, store, join, json };
        command.Exclude(join, store);
        command.SetAction(async (parse, cancellation) =>
        {
            if (parse.GetValue(timeline))
            {
                WriteTimeline(frame, TimelineSource.Read(frame, parse, id, store, join), parse.GetValue(json));
                return ExitCode.Done;
            }

            var document = await ExperimentSource.OneAsync(frame, parse, store, join, parse.GetValue(id)!, cancellation)
                .ConfigureAwait(false);
            if (parse.GetValue(json))
            {
                frame.Context.Output.WriteJson(DocumentJson.Of(document));
            }
            else
            {
                ExperimentDetails.Write(frame.Context.Output, document);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteTimeline(CommandFrame frame, TimelineDocument timeline, bool isJson)
    {
        if (isJson)
        {
            frame.Context.Output.WriteJson(DocumentJson.Of(timeline));
        }
        else
        {
            TimelineText.Write(frame.Context.Output, timeline, frame.Context.Time.LocalTimeZone);
        }
    }
}
