using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Cli.Details;
using Secant.Cli.Forecasts;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Lab.Contracts;

namespace Secant.Cli.Runs;

/// <summary>One experiment in this process, followed to its end: <c>run</c> without --join and --repeat.</summary>
internal sealed record LocalRun(CommandFrame Frame, ParseResult Parse, Screens Screens)
{
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

        // Before the lab starts, so that the compiler has met as much as when a plan is made.
        var settings = CommandFrame.Lab(Parse, options, Store, Cores, takesUpAll: false);
        var forecaster = Screens.IsQuiet ? null : Forecaster.Of(settings, [spec], sets, ForecastErrors.None);
        await using var lab = await LocalLab.StartAsync(settings, cancellation).ConfigureAwait(false);
        ForecastRecord? forecast = null;
        if (forecaster is not null)
        {
            var past = PastForecast.Of(ExperimentSource.Forecast(Frame, Parse, Store));
            forecast = (forecaster with { Errors = PastForecast.Errors(past) }).RecordOf(spec);
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
