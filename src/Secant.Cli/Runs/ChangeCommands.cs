using System.CommandLine;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary><c>secant pause | continue | cancel ID</c> and <c>secant drain NODE</c>: answered once durable.</summary>
internal static class ChangeCommands
{
    public static Command Pause(CommandFrame frame) =>
        Change(frame, "pause", "has an experiment of a lab take a checkpoint and stop there", LabProtocol.ChangeKind.Pause);

    public static Command Continue(CommandFrame frame) =>
        Change(frame, "continue", "goes on with a paused experiment of a lab", LabProtocol.ChangeKind.Continue);

    public static Command Cancel(CommandFrame frame) =>
        Change(frame, "cancel", "ends an experiment of a lab for good", LabProtocol.ChangeKind.Cancel);

    public static Command Drain(CommandFrame frame)
    {
        var node = new Argument<string>("NODE") { Description = "name of a node, as 'secant status' shows it" };
        var join = JoinOption.Create(isNeeded: true);
        var command = new Command("drain", "has a node of a lab hand over what it holds") { node, join };
        command.SetAction(async (parse, cancellation) =>
        {
            await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
            frame.Context.Output.WritePlainLine(await lab.DrainAsync(parse.GetValue(node)!, cancellation).ConfigureAwait(false));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Change(CommandFrame frame, string name, string description, LabProtocol.ChangeKind kind)
    {
        var id = SharedOptions.Id();
        var join = JoinOption.Create(isNeeded: true);
        var command = new Command(name, description) { id, join };
        command.SetAction(async (parse, cancellation) =>
        {
            await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
            frame.Context.Output.WritePlainLine(
                await lab.ChangeAsync(parse.GetValue(id)!, kind, cancellation).ConfigureAwait(false));
            return ExitCode.Done;
        });
        return command;
    }
}
