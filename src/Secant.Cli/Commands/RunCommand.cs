using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Cli.Rendering;
using Secant.Core.Sweeps;

namespace Secant.Cli.Commands;

/// <summary><c>secant run</c>: one experiment on this machine, from the four numbers to the result.</summary>
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

        command.SetAction((parse, cancellation) => frame.ResumableAsync(async () =>
        {
            var screens = new Screens(frame.Context, parse.GetValue(json), parse.GetValue(quiet));
            var options = frame.Options(parse);
            var spec = arguments.Read(parse);
            options.Limits.Check(spec);
            if (parse.GetValue(repeat) is { } repeats)
            {
                var runner = new SweepRunner(frame, parse, screens)
                {
                    Store = store,
                    Cores = cores,
                    Join = join,
                    Note = parse.GetValue(note),
                    Nodes = parse.GetValue(nodes),
                };
                return await runner.RunAsync(SweepPlan.Of(null, [(spec, repeats)]), cancellation).ConfigureAwait(false);
            }

            if (parse.GetValue(join) is not null)
            {
                return await SubmitCommand.RunAsync(
                    frame, parse, arguments, join, screens, parse.GetValue(nodes), parse.GetValue(note), isDetached: false, cancellation).ConfigureAwait(false);
            }

            var data = await DataLoading.LoadAsync(screens, CommandFrame.Catalogue(options), spec.Data, cancellation).ConfigureAwait(false);
            options.Limits.CheckNet(spec, data.Dimension, data.Classes);
            spec = spec with { Data = data.Name, DataSha256 = data.Sha256 };

            await using var lab = await LocalLab.StartAsync(CommandFrame.Lab(parse, options, store, cores, takesUpAll: false), cancellation).ConfigureAwait(false);
            var id = await lab.SubmitAsync(new Submission(spec, data, parse.GetValue(note)), cancellation).ConfigureAwait(false);
            var last = await new ExperimentFollower(screens, lab, lab.StopAsync).FollowAsync(id, cancellation).ConfigureAwait(false)
                ?? throw new OperationCanceledException(cancellation);
            if (screens.IsJson)
            {
                frame.Context.Output.WritePlainLine(DocumentJson.Of(last));
            }

            return new ExperimentOutcome(screens, parse.GetValue(store)).Write(last);
        }));
        return command;
    }
}
