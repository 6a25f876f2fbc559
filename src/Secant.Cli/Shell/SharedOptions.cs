using System.CommandLine;
using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Terminal;
using Secant.Core;

namespace Secant.Cli.Shell;

/// <summary>Options that more than one command takes, so that they are called the same everywhere.</summary>
internal static class SharedOptions
{
    public static Option<string?> Config() => new("--config")
    {
        Description = "configuration [default: cluster.hocon here, else beside the program]",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<LogLevel?> Level() => new("--log-level")
    {
        Description = $"what is logged to standard error: {string.Join(", ", Words.All<LogLevel>())} [default: "
        + "secant.log.level, off]",
        HelpName = "LEVEL",
        CustomParser = result => Readings.Word<LogLevel>().Typed(result),
        Recursive = true,
    };

    public static Option<string?> LogFile() => new("--log-file")
    {
        Description = "file that a lab, a worker or a run here logs to as well, a JSON object a line [default: "
        + "secant.log.file, none]",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<string?> Store() => new("--store")
    {
        Description = "folder of the store [default: SECANT_STORE, else the user's data folder]",
        HelpName = "DIR",
    };

    public static Option<bool> Json() =>
        new("--json") { Description = "one JSON document on standard output, all else on standard error" };

    public static Option<bool> Quiet() => new("--quiet") { Description = "the result and nothing else" };

    public static Option<int?> Cores() => new("--cores")
    {
        Description = "cores to compute on [default: all]",
        HelpName = "N",
        CustomParser = result => Numbers.Cores(result, least: 1),
    };

    /// <summary>Cores to lend to a lab, which would take more than there are for speed.</summary>
    /// <exception cref="SecantException">This machine has fewer (<see cref="Failure.Usage"/>).</exception>
    public static int CoresHere(int wished) => wished <= Environment.ProcessorCount
        ? wished
        : throw new SecantException(Failure.Usage,
        $"{wished} cores cannot be lent, this machine has {Environment.ProcessorCount}; ask for no more than that");

    public static Option<int?> Repeat() => new("--repeat")
    {
        Description = "seeds to run it with, from --seed on; gives mean, deviation and 95 % interval",
        HelpName = "N",
        CustomParser = result => Numbers.Count(result),
    };

    public static Option<string?> Note() =>
        new("--note") { Description = "what you want to remember about it; shown wherever it is", HelpName = "TEXT" };

    public static Argument<string> Id() => new("ID") { Description = "id of an experiment, as list shows it" };
}
