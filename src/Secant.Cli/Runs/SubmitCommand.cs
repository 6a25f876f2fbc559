using System.CommandLine;
using Secant.Cli.Shell;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;

namespace Secant.Cli.Runs;

/// <summary><c>secant submit</c>: an experiment for a lab, followed live until it ends or Ctrl-C leaves it to the lab.</summary>
internal static class SubmitCommand
{
    public static Command Create(CommandFrame frame)
    {
        var arguments = new SpecArguments();
        var join = JoinOption.Create(isNeeded: true);
        var nodes = NodesOption();
        var note = SharedOptions.Note();
        var repeat = SharedOptions.Repeat();
        var detach = DetachOption();
        var json = SharedOptions.Json();
        var quiet = SharedOptions.Quiet();
        var command = new Command("submit", "one experiment on a lab, with live progress; Ctrl-C leaves it running there");
        arguments.AddTo(command);
        foreach (var option in (Option[])[join, nodes, repeat, note, detach, json, quiet])
        {
            command.Add(option);
        }

        command.SetAction((parse, cancellation) =>
        {
            var submit = new LabRun(frame, parse, new Screens(frame.Context, parse.GetValue(json), parse.GetValue(quiet)))
            {
                Join = join,
                Nodes = parse.GetValue(nodes),
                Note = parse.GetValue(note),
                IsDetached = parse.GetValue(detach),
            };
            return submit.RunAsync(arguments.Read(parse), parse.GetValue(repeat), cancellation);
        });
        return command;
    }

    public static Option<bool> DetachOption() =>
        new("--detach") { Description = "print the id and leave; 'secant status' and 'secant show' tell the rest" };

    public static Option<int?> NodesOption() => new("--nodes")
    {
        Description = "machines to use [default: as many as pay]",
        HelpName = "N",
        CustomParser = result => Numbers.Count(result),
    };
}
