using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Cli.Rendering;
using Secant.Core;

namespace Secant.Cli.Commands;

/// <summary><c>secant worker</c>: this machine lends its cores to a lab, until Ctrl-C or SIGTERM.</summary>
internal static class WorkerCommand
{
    private const int LongestName = 40;

    public static Command Create(CommandFrame frame)
    {
        var join = JoinOption.Create(isNeeded: true);
        var cores = SharedOptions.Cores();
        cores.Description = "cores to lend [default: all]";
        var name = new Option<string?>("--name") { Description = "what this machine is called in the lab [default: its host name]" };
        var host = new Option<string?>("--host") { Description = "address at which the lab reaches this machine [default: the one that leads to the lab]" };
        var once = new Option<bool>("--once") { Description = "leave where no lab answers, or when it goes away, in place of waiting" };
        var command = new Command("worker", "lends this machine's cores to a lab; comes back by itself when the lab does") { join, cores, name, host, once };
        command.SetAction(async (parse, cancellation) =>
        {
            var options = frame.Options(parse);
            var log = Logging.Of(options);
            var node = new NodeHost(
                new NodeHostOptions
                {
                    Join = JoinOption.Address(parse, join, options),
                    Name = NameOf(parse.GetValue(name) ?? options.Node.Name),
                    Cores = SharedOptions.CoresHere((parse.GetValue(cores) ?? options.Cores) is var wished and > 0 ? wished : Environment.ProcessorCount),
                    IsOnce = parse.GetValue(once),
                    Host = parse.GetValue(host) ?? options.Node.Host,
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
    // It is typed with drain and stands in tables.
    private static string NameOf(string? wished)
    {
        var name = string.IsNullOrEmpty(wished) ? Environment.MachineName : wished;
        return name.Length <= LongestName && name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? name
            : throw new SecantException(Failure.Usage, $"--name is '{name}': expected up to {LongestName} letters, digits, '-', '_' and '.', such as lab-07");
    }
}
