using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Details;
using Secant.Cli.Forecasts;
using Secant.Cli.Shell;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core.Sweeps;
using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary>Runs a plan here or on a lab, shows it, and writes what came of it: <c>sweep</c> and <c>run --repeat</c>.</summary>
internal sealed record SweepRunner(CommandFrame Frame, ParseResult Parse, Screens Screens)
{
    // Not on the command line where all runs are a lab's.
    public Option<string?> Store { get; init; } = SharedOptions.Store();

    public Option<int?> Cores { get; init; } = SharedOptions.Cores();

    public required Option<string?> Join { get; init; }

    public string? Note { get; init; }

    public int? Nodes { get; init; }

    /// <summary>Whether to leave once a lab has all runs.</summary>
    public bool IsDetached { get; init; }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(SweepPlan plan, CancellationToken cancellation)
    {
        var options = Frame.Options(Parse);
        return Parse.GetValue(Join) is null
            ? await HereAsync(plan, options, cancellation).ConfigureAwait(false)
            : await ThereAsync(plan, options, cancellation).ConfigureAwait(false);
    }

    private async Task<int> HereAsync(SweepPlan plan, SecantOptions options, CancellationToken cancellation)
    {
        var (ready, data) = await SweepData.LoadAsync(Screens, options, plan, _ => true, cancellation).ConfigureAwait(false);
        var settings = CommandFrame.SideBySide(CommandFrame.Lab(Parse, options, Store, Cores, takesUpAll: false),
            ready.Runs.Count());
        LimitsHere.Of(options).Check(ready.Runs.Select(run => run.Spec), data, settings.Cores);

        // The lab takes the store's lock; what the store holds is read under it, so that nobody adds to it meanwhile.
        await using var lab = await LocalLab.StartAsync(settings, cancellation).ConfigureAwait(false);
        var known = ExperimentSource.OfStore(Frame, Parse, Store).Documents;
        var forecast = Screens.IsQuiet
            ? null
            : SweepForecast.Of(settings, SweepTracker.Match(ready, known), data, known);
        var tracker = new SweepTracker(lab, ready, known, Note, Nodes) { Forecast = forecast?.RecordOf };
        SayBefore(forecast);
        var started = Frame.Context.Time.GetTimestamp();
        try
        {
            await tracker.StartAsync(data, Filed(ready, known), id => lab.ResumeAsync(id, cancellation), cancellation)
                .ConfigureAwait(false);
            var runs = await View().ShowAsync(tracker.FollowAsync(cancellation)).ConfigureAwait(false);
            var code = Finish(ready, runs);
            SayAfter(forecast, started, runs);
            return code;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await lab.StopAsync().ConfigureAwait(false);
            FailureReport.Line(
                Frame.Context, $"interrupted with {tracker.Runs.Count(run => run.IsOver)} of {tracker.Runs.Count} runs done; "
                    + "the same command goes on with the rest");
            return ExitCode.Interrupted;
        }
    }

    /// <summary>On the lab that is joined, also where the configuration names it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ThereAsync(SweepPlan plan, SecantOptions options, CancellationToken cancellation)
    {
        // A folder is this machine's; a name is the lab's to resolve.
        var (ready, data) = await SweepData.LoadAsync(
            Screens, options, plan, name => Directory.Exists(name) || name.Contains(Path.DirectorySeparatorChar), cancellation)
                .ConfigureAwait(false);
        await using var lab = JoinOption.Connect(Parse, Join, options);
        var known = await lab.DocumentsAsync(cancellation).ConfigureAwait(false);
        var forecast = IsDetached || Screens.IsQuiet
            ? null
            : await SweepForecast.MakeAsync(
                SweepTracker.Match(ready, known),
                    open => LabSampling.MakeAsync(Parse, options, lab, open, data, Nodes, cancellation)).ConfigureAwait(false);
        var tracker = new SweepTracker(lab, ready, known, Note, Nodes) { OutlastsStore = true, Forecast = forecast?.RecordOf };
        SayBefore(forecast);
        var started = Frame.Context.Time.GetTimestamp();
        try
        {
            await tracker.StartAsync(data, Filed(ready, known), _ => Task.CompletedTask, cancellation).ConfigureAwait(false);
            if (IsDetached)
            {
                if (Screens.IsJson)
                {
                    Frame.Context.Output.WriteJson(DocumentJson.Of(SweepDocuments.Of(SweepResult.Of(ready.Name, tracker.Runs))));
                }
                else
                {
                    Frame.Context.Output.WritePlainLine(string.Join(' ', tracker.Runs.Select(run => run.Document?.Id)));
                }

                return ExitCode.Done;
            }

            var runs = await View().ShowAsync(tracker.FollowAsync(cancellation)).ConfigureAwait(false);
            var code = Finish(ready, runs);
            SayAfter(forecast, started, runs);
            return code;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            FailureReport.Line(Frame.Context,
                "what was submitted goes on at the lab; the same command submits the rest and follows");
            return ExitCode.Interrupted;
        }
    }

    private static List<ExperimentDocument> Filed(SweepPlan plan, IReadOnlyList<ExperimentDocument> known) =>
        [.. known.Where(document => document.Sweeps.Any(filing => filing.Sweep == plan.Name))];

    private void SayBefore(SweepForecast? forecast)
    {
        if (forecast is not null)
        {
            Screens.Notes.WritePlainLine(forecast.Before);
        }
    }

    private void SayAfter(SweepForecast? forecast, long started, IReadOnlyList<SweepRun> runs)
    {
        if (forecast is not null)
        {
            Screens.Notes.WritePlainLine(forecast.After(Frame.Context.Time.GetElapsedTime(started).TotalSeconds, runs));
        }
    }

    private ISweepView View() => Screens switch
    {
        { IsQuiet: true } => new QuietSweepView(),
        { IsLive: true } => new LiveSweepView(Screens.Notes, Screens.Context.Time),
        _ => new SweepMilestones(Screens.Notes),
    };

    private int Finish(SweepPlan plan, IReadOnlyList<SweepRun> runs)
    {
        var result = SweepResult.Of(plan.Name, runs);
        if (Screens.IsJson)
        {
            Frame.Context.Output.WriteJson(DocumentJson.Of(SweepDocuments.Of(result)));
        }

        if (!Screens.IsJson || !Screens.IsQuiet)
        {
            SweepTable.Write(Screens.Notes, result);
        }

        return runs.All(run => run.IsCompleted) ? ExitCode.Done : ExitCode.Failed;
    }
}
