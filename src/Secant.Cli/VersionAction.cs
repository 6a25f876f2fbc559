using System.CommandLine;
using System.CommandLine.Invocation;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;

namespace Secant.Cli;

/// <summary>What --version does.</summary>
internal sealed class VersionAction(CommandContext context) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        context.Output.WritePlainLine(ProgramVersion.Text);
        return ExitCode.Done;
    }
}
