using System.CommandLine;
using Secant.Actors.Coordination;
using Secant.Actors.Hosting;
using Secant.Actors.Journal;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Labs;

/// <summary><c>secant coordinator</c>: the lab, until Ctrl-C or SIGTERM.</summary>
internal static class CoordinatorCommand
{
    public static Command Create(CommandFrame frame)
    {
        var bind = new Option<string?>("--bind")
        {
            Description = "address to listen on; port 0 takes any that is free [default: 127.0.0.1:4053]",
            HelpName = "HOST:PORT",
        };
        var name = new Option<string?>("--name") { Description = "name of the lab [default: lab]" };
        var cores = new Option<int?>("--cores")
        {
            Description = "cores that this machine lends as well [default: none]",
            HelpName = "N",
            CustomParser = result => Numbers.Cores(result, least: 0),
        };
        var insecure = new Option<bool>("--insecure")
        {
            Description = "let other machines connect although there are no certificates yet"
        };
        var metrics = new Option<string?>("--metrics")
        {
            Description = "offer metrics to a Prometheus at http://HOST:PORT/metrics [default: secant.telemetry.metrics, "
            + "nowhere]",
            HelpName = "HOST:PORT",
        };
        var store = SharedOptions.Store();
        var command = new Command("coordinator", "the lab: takes experiments and shares them among workers") { bind, name, cores,
            store, metrics, insecure };
        command.SetAction(async (parse, cancellation) =>
        {
            var options = frame.Options(parse);
            var output = frame.Context.Output;
            var log = Logging.Of(options);
            using var telemetry = TelemetryExport.Of(
                options.Telemetry with { Metrics = parse.GetValue(metrics) ?? options.Telemetry.Metrics },
                    parse.GetValue(insecure));
            await using var lab = await LabHost.StartAsync(
                new LabHostOptions
                {
                    Bind = HostAddress.Parse(parse.GetValue(bind) ?? options.Lab.Bind),
                    IsInsecure = parse.GetValue(insecure),
                    Name = parse.GetValue(name) ?? options.Lab.Name,
                    StoreFolder = parse.GetValue(store) ?? options.Store,
                    StoreRules = options.StoreRules,
                    Cores = SharedOptions.CoresHere(parse.GetValue(cores) ?? options.Lab.Cores),
                    Command = CommandFrame.Typed(parse),
                    Patience = options.Patience,
                    Run = options.Run,
                    Data = CommandFrame.Catalogue(options),
                    Cache = CommandFrame.Cache(options),
                    Limits = options.Limits,
                    LogLevel = log.Level,
                    Akka = log.Akka,
                },
                cancellation).ConfigureAwait(false);
            await using var gauges = telemetry.IsWanted ? new LabGauges(lab.StatusAsync, frame.Context.Time) : null;
            output.WritePlainLine(
                $"lab '{parse.GetValue(name) ?? options.Lab.Name}' listens on {lab.Address}; store {lab.StoreFolder}");
            output.WritePlainLine($"on every machine: secant worker --join {lab.Address}");
            output.WritePlainLine($"an experiment:    secant submit 100 32 0.05 50 --join {lab.Address}");
            if (telemetry.Metrics is { } offered)
            {
                output.WritePlainLine($"for Prometheus:   http://{offered}/metrics");
            }

            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            output.WritePlainLine("takes checkpoints and stops; again to leave at once");
            await lab.StopAsync().ConfigureAwait(false);
            var unfinished = new StoreReader(lab.StoreFolder).List().Count(document => !ExperimentStates.IsEnd(document.State));
            if (unfinished == 0)
            {
                return ExitCode.Done;
            }

            FailureReport.Line(frame.Context,
                $"stopped with {Counted.Of(unfinished, "unfinished experiment")}; the same command goes on with "
                    + $"{(unfinished == 1 ? "it" : "them")}");
            return ExitCode.Interrupted;
        });
        return command;
    }
}
