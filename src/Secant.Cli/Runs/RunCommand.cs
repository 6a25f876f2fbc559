using System.CommandLine;
using Secant.Cli.Shell;
using Secant.Cli.Sweeps;
using Secant.Core.Sweeps;

namespace Secant.Cli.Runs;

/// <summary><c>secant run</c>: one experiment, from the four numbers to the result; with seeds to repeat it a sweep, with a lab
/// to join a submission.</summary>
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
        var detach = SubmitCommand.DetachOption();
        var repeat = SharedOptions.Repeat();
        var note = SharedOptions.Note();
        var command = new Command("run", "one experiment on this machine, with live progress; Ctrl-C is safe");
        arguments.AddTo(command);
        foreach (var option in (Option[])[repeat, note, cores, store, join, nodes, detach, json, quiet])
        {
            command.Add(option);
        }

        command.Require(join, nodes, detach);
        command.Exclude(join, cores, store);
        command.SetAction((parse, cancellation) =>
        {
            var screens = new Screens(frame.Context, parse.GetValue(json), parse.GetValue(quiet));
            var spec = arguments.Read(parse);
            if (parse.GetValue(join) is not null)
            {
                var there = new LabRun(frame, parse, screens)
                {
                    Join = join,
                    Nodes = parse.GetValue(nodes),
                    Note = parse.GetValue(note),
                    IsDetached = parse.GetValue(detach),
                };
                return there.RunAsync(spec, parse.GetValue(repeat), cancellation);
            }

            frame.Options(parse).Limits.Check(spec);
            return parse.GetValue(repeat) is { } repeats
                ? new SweepRunner(frame, parse, screens)
                {
                    Store = store,
                    Cores = cores,
                    Join = join,
                    Note = parse.GetValue(note)
                }
                    .RunAsync(SweepPlan.Of(null, [(spec, repeats)]), cancellation)
                : new LocalRun(frame, parse, screens) { Store = store, Cores = cores, Note = parse.GetValue(note) }.RunAsync(spec,
                cancellation);
        });
        return command;
    }
}
