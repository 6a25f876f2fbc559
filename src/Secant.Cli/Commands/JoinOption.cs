using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;

namespace Secant.Cli.Commands;

/// <summary><c>--join HOST:PORT</c>, and the lab that it leads to.</summary>
internal static class JoinOption
{
    public static Option<string?> Create(bool isRequired) => new("--join")
    {
        Description = isRequired ? "the lab, such as 127.0.0.1:4053" : "ask the lab at this address in place of a store here",
        HelpName = "HOST:PORT",
        Required = isRequired,
    };

    /// <summary>A client of the lab that was named.</summary>
    public static LabClient Connect(ParseResult parse, Option<string?> join, SecantOptions options) =>
        LabClient.Connect(HostAddress.Parse(parse.GetValue(join)!), options.LogLevel.ToString().ToUpperInvariant(), options.Akka);
}
