using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Cli.Details;
using Secant.Cli.Forecasts;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary>One experiment in this process, followed to its end: <c>run</c> without --join and --repeat.</summary>
internal sealed record LocalRun(CommandFrame Frame, ParseResult Parse, Screens Screens)
{
    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(200);

    public required Option<string?> Store { get; init; }

    public required Option<int?> Cores { get; init; }

    public string? Note { get; init; }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ExperimentSpec spec, CancellationToken cancellation)
    {
        var options = Frame.Options(Parse);
        var data = await DataLoading.LoadAsync(Screens, CommandFrame.Catalogue(options), spec.Data, cancellation)
            .ConfigureAwait(false);
        spec = spec with { Data = data.Name, DataSha256 = data.Sha256 };
        var sets = new Dictionary<string, DataSet> { [spec.Data] = data };
        LimitsHere.Of(options).Check([spec], sets, atATime: 1);
        var outcome = new ExperimentOutcome(Screens, Parse.GetValue(Store));

        await using var lab = await LocalLab.StartAsync(
            CommandFrame.Lab(Parse, options, Store, Cores, takesUpAll: false), cancellation).ConfigureAwait(false);

        // Sampling takes a while, for what a quiet run would not say.
        ForecastRecord? forecast = null;
        if (!Screens.IsQuiet)
        {
            var past = PastForecast.Of(ExperimentSource.Forecast(Frame, Parse, Store));
            var forecaster = await Forecaster.SampleAsync(
                lab, [spec], sets, PastForecast.Errors(past), SampleTime, cancellation).ConfigureAwait(false);
            forecast = forecaster.RecordOf(spec);
            Screens.Notes.WritePlainLine(ForecastText.Before(forecast));
        }

        // Once asked for it may be in the store, so that the answer is waited for.
        var id = await lab.SubmitAsync(new Submission(spec, data, Note, Forecast: forecast), CancellationToken.None)
            .ConfigureAwait(false);
        if (await new ExperimentFollower(Screens, lab, lab.StopAsync).FollowAsync(id, cancellation).ConfigureAwait(false)
            is not { } last)
        {
            return outcome.WriteInterrupted(id);
        }

        if (Screens.IsJson)
        {
            Frame.Context.Output.WriteJson(DocumentJson.Of(last));
        }

        return outcome.Write(last);
    }
}
