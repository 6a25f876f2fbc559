using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Actors.Monitoring;
using Secant.Cli.Parsing;
using Secant.Cli.Rendering;

namespace Secant.Cli.Commands;

/// <summary><c>secant submit</c>: an experiment for a lab, followed live until it ends or Ctrl-C leaves it to the lab.</summary>
internal static class SubmitCommand
{
    public static Command Create(CommandFrame frame)
    {
        var arguments = new SpecArguments();
        var join = JoinOption.Create(isNeeded: true);
        var nodes = NodesOption();
        var note = SharedOptions.Note();
        var detach = new Option<bool>("--detach") { Description = "print the id and leave; 'secant status' and 'secant show' tell the rest" };
        var json = SharedOptions.Json();
        var quiet = SharedOptions.Quiet();
        var command = new Command("submit", "one experiment on a lab, with live progress; Ctrl-C leaves it running there");
        arguments.AddTo(command);
        foreach (var option in (Option[])[join, nodes, note, detach, json, quiet])
        {
            command.Add(option);
        }

        command.SetAction((parse, cancellation) => RunAsync(
            frame, parse, arguments, join, new Screens(frame.Context, parse.GetValue(json), parse.GetValue(quiet)), parse.GetValue(nodes), parse.GetValue(note), parse.GetValue(detach), cancellation));
        return command;
    }

    public static Option<int?> NodesOption() => new("--nodes")
    {
        Description = "machines to use [default: as many as pay]",
        HelpName = "N",
        CustomParser = result => Numbers.Count(result),
    };

    /// <summary>Submits and follows; <c>run --join</c> is the same.</summary>
    public static async Task<int> RunAsync(
        CommandFrame frame,
        ParseResult parse,
        SpecArguments arguments,
        Option<string?> join,
        Screens screens,
        int? nodes,
        string? note,
        bool isDetached,
        CancellationToken cancellation)
    {
        var options = frame.Options(parse);
        var spec = arguments.Read(parse);
        options.Limits.Check(spec);
        var submission = new Submission(spec, null, note, nodes);
        if (Directory.Exists(spec.Data) || spec.Data.Contains(Path.DirectorySeparatorChar))
        {
            // A folder is this machine's; a name is the lab's to resolve.
            var data = await DataLoading.LoadAsync(screens, CommandFrame.Catalogue(options), spec.Data, cancellation).ConfigureAwait(false);
            submission = submission with { Spec = spec with { Data = data.Name, DataSha256 = data.Sha256 }, Data = data };
        }

        await using var lab = JoinOption.Connect(parse, join, options);
        var id = await lab.SubmitAsync(submission, cancellation).ConfigureAwait(false);
        if (isDetached)
        {
            var document = await lab.DocumentAsync(id, cancellation).ConfigureAwait(false);
            frame.Context.Output.WritePlainLine(screens.IsJson ? DocumentJson.Of(document) : id);
            return ExitCode.Done;
        }

        ExperimentDocument? last = null;
        try
        {
            last = await ExperimentFollower.View(screens).ShowAsync(lab.FollowAsync(id, cancellation)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            FailureReport.Line(
                frame.Context, $"experiment {id} goes on at the lab; 'secant show {id} --join {JoinOption.Address(parse, join, options)}' tells how far it is");
            return ExitCode.Done;
        }

        if (screens.IsJson)
        {
            frame.Context.Output.WritePlainLine(DocumentJson.Of(last!));
        }

        return new ExperimentOutcome(screens, null).Write(last!);
    }
}
