using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Details;
using Secant.Cli.Forecasts;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Sweeps;
using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary>One experiment on a lab, followed until it ends or Ctrl-C leaves it to the lab: <c>submit</c>, and <c>run</c> with
/// --join.</summary>
internal sealed record LabRun(CommandFrame Frame, ParseResult Parse, Screens Screens)
{
    public required Option<string?> Join { get; init; }

    /// <summary>Machines to use; null leaves it to the lab.</summary>
    public int? Nodes { get; init; }

    public string? Note { get; init; }

    /// <summary>Whether to leave once the lab has it.</summary>
    public bool IsDetached { get; init; }

    /// <param name="spec">The experiment.</param>
    /// <param name="repeats">With how many seeds, as a sweep; null for one.</param>
    /// <param name="cancellation">Leaves it to the lab.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ExperimentSpec spec, int? repeats, CancellationToken cancellation)
    {
        var options = Frame.Options(Parse);
        options.Limits.Check(spec);
        if (spec.Kernel == GradientKernel.Naive && Nodes > 1)
        {
            throw new SecantException(
                Failure.Usage, $"--nodes {Nodes} does not go with --kernel naive, which perturbs the whole net and so stays on "
                    + "one node; leave one of them out");
        }

        return repeats is { } count
            ? new SweepRunner(Frame, Parse, Screens) { Join = Join, Note = Note, Nodes = Nodes, IsDetached = IsDetached }
                .ThereAsync(SweepPlan.Of(null, [(spec, count)]), options, cancellation)
            : OneAsync(spec, options, cancellation);
    }

    private async Task<int> OneAsync(ExperimentSpec spec, SecantOptions options, CancellationToken cancellation)
    {
        var submission = new Submission(spec, null, Note, Nodes);
        if (Directory.Exists(spec.Data) || spec.Data.Contains(Path.DirectorySeparatorChar))
        {
            // A folder is this machine's; a name is the lab's to resolve.
            var data = await DataLoading.LoadAsync(Screens, CommandFrame.Catalogue(options), spec.Data, cancellation)
                .ConfigureAwait(false);
            submission = submission with { Spec = spec with { Data = data.Name, DataSha256 = data.Sha256 }, Data = data };
        }

        await using var lab = JoinOption.Connect(Parse, Join, options);
        var address = JoinOption.Address(Parse, Join, options);
        if (!IsDetached && !Screens.IsQuiet)
        {
            submission = submission with
            {
                Forecast = await ForecastAsync(submission, lab, options, cancellation).ConfigureAwait(false)
            };
        }

        string id;
        try
        {
            id = await lab.SubmitAsync(submission, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            FailureReport.Line(Frame.Context,
                $"interrupted before the lab had answered; 'secant list --join {address}' tells whether it has the experiment");
            return ExitCode.Interrupted;
        }

        if (IsDetached)
        {
            Frame.Context.Output.WritePlainLine(
                Screens.IsJson ? DocumentJson.Of(await lab.DocumentAsync(id, cancellation).ConfigureAwait(false)) : id);
            return ExitCode.Done;
        }

        try
        {
            var last = await ExperimentFollower.View(Screens).ShowAsync(lab.FollowAsync(id, cancellation)).ConfigureAwait(false);
            if (Screens.IsJson)
            {
                Frame.Context.Output.WriteJson(DocumentJson.Of(last!));
            }

            return new ExperimentOutcome(Screens, null) { Lab = $"{address}" }.Write(last!);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            FailureReport.Line(Frame.Context,
                $"experiment {id} goes on at the lab; 'secant show {id} --join {address}' tells how far it is");
            if (Screens.IsJson)
            {
                Frame.Context.Output.WriteJson(
                    DocumentJson.Of(await lab.DocumentAsync(id, CancellationToken.None).ConfigureAwait(false)));
            }

            return ExitCode.Interrupted;
        }
    }

    private async Task<ForecastRecord?> ForecastAsync(Submission submission, LabClient lab, SecantOptions options,
        CancellationToken cancellation)
    {
        var read = submission.Data is { } data ? new Dictionary<string, DataSet> { [data.Name] = data } : [];
        if (await LabSampling.MakeAsync(Parse, options, lab, [submission.Spec], read, Nodes, cancellation).ConfigureAwait(false)
            is not { } plan)
        {
            return null;
        }

        var forecast = plan.RecordOf(submission.Spec, isSideBySide: false);
        Screens.Notes.WritePlainLine(ForecastText.Before(forecast));
        return forecast;
    }
}
