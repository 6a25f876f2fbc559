using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;
using Secant.Core;

namespace Secant.Cli.Shell;

/// <summary><c>--join HOST:PORT</c>, and the lab that it leads to.</summary>
internal static class JoinOption
{
    /// <param name="isNeeded">True where there is nothing to do without a lab; the configuration may name it, too.</param>
    public static Option<string?> Create(bool isNeeded) => new("--join")
    {
        Description = isNeeded ? "the lab, such as 127.0.0.1:4053 [default: secant.node.join]"
        : "ask the lab at this address in place of a store here",
        HelpName = "HOST:PORT",
    };

    /// <summary>The lab's address: the option, else the configuration.</summary>
    /// <exception cref="SecantException">Neither names one, or it is no address (<see cref="Failure.Usage"/>).</exception>
    public static HostAddress Address(ParseResult parse, Option<string?> join, SecantOptions options) => HostAddress.Parse(
        parse.GetValue(join) ?? options.Node.Join
            ?? throw new SecantException(Failure.Usage, "no lab is named: add --join HOST:PORT, such as --join 127.0.0.1:4053"));

    /// <summary>A client of that lab.</summary>
    public static LabClient Connect(ParseResult parse, Option<string?> join, SecantOptions options) =>
        LabClient.Connect(Address(parse, join, options), Logging.Word(options.LogLevel), options.Akka, options.Patience);
}
