using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Labs;

/// <summary><c>secant worker</c>: this machine lends its cores to a lab, until Ctrl-C or SIGTERM.</summary>
internal static class WorkerCommand
{
    public static Command Create(CommandFrame frame)
    {
        var join = JoinOption.Create(isNeeded: true);
        var cores = SharedOptions.Cores();
        cores.Description = "cores to lend [default: all]";
        var name = new Option<string?>("--name")
        {
            Description = "what this machine is called in the lab [default: its host name]"
        };
        var host = new Option<string?>("--host")
        {
            Description = "address at which the lab reaches this machine [default: the one that leads to the lab]"
        };
        var lab = new Option<string?>("--lab")
        {
            Description = "join only a lab of this name [default: secant.node.lab, any]",
            HelpName = "NAME"
        };
        var insecure = new Option<bool>("--insecure")
        {
            Description = "let the lab's machine connect to this one although there are no certificates yet"
        };
        var once = new Option<bool>("--once")
        {
            Description = "leave where no lab answers, or when it goes away, in place of waiting"
        };
        var command = new Command("worker", "lends this machine's cores to a lab; comes back by itself when the lab does") { join,
            cores, name, host, lab, once, insecure };
        command.SetAction(async (parse, cancellation) =>
        {
            var options = frame.Options(parse);
            var log = Logging.Of(options);
            var node = new NodeHost(
                new NodeHostOptions
                {
                    Join = JoinOption.Address(parse, join, options),
                    Name = parse.GetValue(name) is { } typed ? Checked("--name", typed)
                        : options.Node.Name is { } set ? Checked("secant.node.name", set)
                        : NodeName.OfMachine,
                    Cores = SharedOptions.CoresHere(
                    (parse.GetValue(cores) ?? options.Cores) is var wished and > 0 ? wished : Environment.ProcessorCount),
                    IsOnce = parse.GetValue(once),
                    IsInsecure = parse.GetValue(insecure),
                    Lab = parse.GetValue(lab) ?? options.Node.Lab,
                    Host = parse.GetValue(host) ?? options.Node.Host,
                    Patience = options.Patience,
                    Cache = CommandFrame.Cache(options),
                    LogLevel = log.Level,
                    Akka = log.Akka,
                },
                line => frame.Context.Output.WritePlainLine(line));
            await node.RunAsync(cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Checked(string option, string name) => NodeName.IsValid(name)
        ? name
        : throw new SecantException(Failure.Usage, $"{option} is '{NodeName.Shown(name)}': expected {NodeName.Expected}");
}
