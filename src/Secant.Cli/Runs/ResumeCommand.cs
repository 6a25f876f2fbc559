using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Cli.Details;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary><c>secant resume</c>: goes on with one interrupted experiment, or with all of them, the oldest first.</summary>
internal static class ResumeCommand
{
    public static Command Create(CommandFrame frame)
    {
        var id = new Argument<string?>("ID")
        {
            Description = "id of an experiment; without one, all that were interrupted, the oldest first",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var cores = SharedOptions.Cores();
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        json.Description += "; without ID an array of them";
        var quiet = SharedOptions.Quiet();
        var command = new Command("resume", "go on with what was interrupted, to the same result") { id, cores, store, json,
            quiet };
        command.SetAction(async (parse, cancellation) =>
        {
            var screens = new Screens(frame.Context, parse.GetValue(json), parse.GetValue(quiet));
            var outcome = new ExperimentOutcome(screens, parse.GetValue(store));
            var asked = parse.GetValue(id) is { } given ? ExperimentSource.OneOfStore(frame, parse, store, given) : null;
            if (asked is not null && ExperimentStates.IsEnd(asked.State))
            {
                screens.Notes.WritePlainLine($"experiment {asked.Id} is {asked.State}: nothing to resume");
                return Finish(frame, screens, outcome, [asked], isArray: false);
            }

            if (asked is null && ExperimentSource.OfStore(frame, parse, store) is var source
                && source.Documents.All(document => ExperimentStates.IsEnd(document.State)))
            {
                screens.Notes.WritePlainLine($"nothing to resume in {source.Place}");
                return Finish(frame, screens, outcome, [], isArray: true);
            }

            var options = CommandFrame.Lab(parse, frame.Options(parse), store, cores, takesUpAll: asked is null);
            try
            {
                var (ended, unreadable) = await FollowAsync(screens, options, asked?.Id, cancellation).ConfigureAwait(false);
                var code = ended.Count == 0 && cancellation.IsCancellationRequested
                    ? outcome.WriteInterrupted(asked?.Id)
                    : Finish(frame, screens, outcome, ended, isArray: asked is null);
                return unreadable is null ? code : FailureReport.Write(unreadable, frame.Context);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return outcome.WriteInterrupted(asked?.Id);
            }
        });
        return command;
    }

    // One after another, though all that fit may be at work side by side. One that the store fails keeps nobody from the others.
    private static async Task<(List<ExperimentDocument> Ended, SecantException? Unreadable)> FollowAsync(
        Screens screens, LocalLabOptions options, string? id, CancellationToken cancellation)
    {
        await using var lab = await LocalLab.StartAsync(options, cancellation).ConfigureAwait(false);
        var follower = new ExperimentFollower(screens, lab, lab.StopAsync);
        var ended = new List<ExperimentDocument>();
        SecantException? unreadable = null;
        foreach (var resumed in await lab.ResumeAsync(id, cancellation).ConfigureAwait(false))
        {
            try
            {
                if (!cancellation.IsCancellationRequested
                    && await follower.FollowAsync(resumed, cancellation).ConfigureAwait(false) is { } document)
                {
                    ended.Add(document);
                }
            }
            catch (SecantException e) when (id is null && e.Failure == Failure.Store)
            {
                unreadable ??= e;
            }
        }

        return (ended, unreadable);
    }

    private static int Finish(
        CommandFrame frame, Screens screens, ExperimentOutcome outcome, List<ExperimentDocument> documents, bool isArray)
    {
        if (screens.IsJson)
        {
            frame.Context.Output.WriteJson(isArray ? DocumentJson.Of(documents) : DocumentJson.Of(documents[0]));
        }

        return documents.Select(outcome.Write).DefaultIfEmpty(ExitCode.Done).Max();
    }
}
