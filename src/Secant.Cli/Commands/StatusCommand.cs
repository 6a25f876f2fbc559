using System.CommandLine;
using Secant.Cli.Rendering;

namespace Secant.Cli.Commands;

/// <summary><c>secant status</c>: a lab, its nodes and its experiments, once.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandFrame frame)
    {
        var join = JoinOption.Create(isNeeded: true);
        var json = SharedOptions.Json();
        var command = new Command("status", "a lab, its nodes and its experiments") { join, json };
        command.SetAction(async (parse, cancellation) =>
        {
            await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
            var status = await lab.StatusAsync(cancellation).ConfigureAwait(false);
            if (parse.GetValue(json))
            {
                frame.Context.Output.WritePlainLine(DocumentJson.Of(status));
            }
            else
            {
                StatusTables.Write(frame.Context.Output, status);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
