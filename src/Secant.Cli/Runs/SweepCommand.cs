using System.CommandLine;
using Secant.Cli.Shell;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;

namespace Secant.Cli.Runs;

/// <summary><c>secant sweep FILE</c>: many experiments side by side, from a YAML file.</summary>
internal static class SweepCommand
{
    public static Command Create(CommandFrame frame)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "YAML with the experiments; config/report.yaml holds the ten of the report"
        };
        var data = new Option<string?>("--data")
        {
            Description = "data set of all experiments, over what the file says",
            HelpName = "NAME|FOLDER"
        };
        var repeat = SharedOptions.Repeat();
        var seed = new Option<ulong?>("--seed")
        {
            Description = "first seed of all experiments",
            HelpName = "N",
            CustomParser = result => Readings.Seed.Typed(result)
        };
        var note = SharedOptions.Note();
        var cores = SharedOptions.Cores();
        var store = SharedOptions.Store();
        var join = JoinOption.Create(isNeeded: false);
        join.Description = "run them on the lab at this address";
        var nodes = SubmitCommand.NodesOption();
        var json = SharedOptions.Json();
        var quiet = SharedOptions.Quiet();
        var command = new Command("sweep", "many experiments side by side; run again, only what is new is run")
        {
            file, data, repeat, seed, note, cores, store, join, nodes, json, quiet,
        };
        command.Require(join, nodes);
        command.Exclude(join, cores, store);
        command.SetAction((parse, cancellation) =>
        {
            var overrides = new SweepFile.Overrides(parse.GetValue(data), parse.GetValue(repeat), parse.GetValue(seed));
            var plan = SweepFile.Read(parse.GetValue(file)!, frame.Options(parse).Limits, overrides);
            return new SweepRunner(frame, parse, new Screens(frame.Context, parse.GetValue(json), parse.GetValue(quiet)))
            {
                Store = store,
                Cores = cores,
                Join = join,
                Note = parse.GetValue(note),
                Nodes = parse.GetValue(nodes),
            }.RunAsync(plan, cancellation);
        });
        return command;
    }
}
