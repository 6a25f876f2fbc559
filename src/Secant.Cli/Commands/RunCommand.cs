using System.CommandLine;
using Secant.Cli.Rendering;
using Secant.Core.Sweeps;

namespace Secant.Cli.Commands;

/// <summary><c>secant run</c>: one experiment, from the four numbers to the result; with seeds to repeat it a sweep, with a lab to join a submission.</summary>
internal static class RunCommand
{
    public static Command Create(CommandFrame frame)
    {
        var arguments = new SpecArguments();
        var cores = SharedOptions.Cores();
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var quiet = SharedOptions.Quiet();
        var join = JoinOption.Create(isNeeded: false);
        join.Description = "run it on the lab at this address, as submit does";
        var nodes = SubmitCommand.NodesOption();
        var repeat = SharedOptions.Repeat();
        var note = SharedOptions.Note();
        var command = new Command("run", "one experiment on this machine, with live progress; Ctrl-C is safe");
        arguments.AddTo(command);
        foreach (var option in (Option[])[repeat, note, cores, store, join, nodes, json, quiet])
        {
            command.Add(option);
        }

        command.SetAction((parse, cancellation) =>
        {
            var screens = new Screens(frame.Context, parse.GetValue(json), parse.GetValue(quiet));
            var spec = arguments.Read(parse);
            frame.Options(parse).Limits.Check(spec);
            if (parse.GetValue(repeat) is { } repeats)
            {
                return new SweepRunner(frame, parse, screens)
                {
                    Store = store,
                    Cores = cores,
                    Join = join,
                    Note = parse.GetValue(note),
                    Nodes = parse.GetValue(nodes),
                }.RunAsync(SweepPlan.Of(null, [(spec, repeats)]), cancellation);
            }

            return parse.GetValue(join) is null
                ? new LocalRun(frame, parse, screens) { Store = store, Cores = cores, Note = parse.GetValue(note) }.RunAsync(spec, cancellation)
                : SubmitCommand.RunAsync(
                    frame, parse, arguments, join, screens, parse.GetValue(nodes), parse.GetValue(note), isDetached: false, cancellation);
        });
        return command;
    }
}
