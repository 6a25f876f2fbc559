using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Secant.Cli.Drills;
using Secant.Cli.Labs;
using Secant.Cli.Monitor;
using Secant.Cli.Plans;
using Secant.Cli.Queries;
using Secant.Cli.Reports;
using Secant.Cli.Runs;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;

namespace Secant.Cli;

/// <summary>The whole command line, from arguments to exit code.</summary>
public static class SecantCommand
{
    /// <returns>The exit code; nothing is thrown.</returns>
    public static async Task<int> RunAsync(string[] arguments, CommandContext context)
    {
        var code = await DoAsync(arguments, context).ConfigureAwait(false);
        if (context.Written?.Loss is not { } loss)
        {
            return code;
        }

        // Nobody reads any more because somebody had read enough.
        if (loss.Length > 0)
        {
            FailureReport.Line(context, $"standard output cannot be written: {loss}; what a run computed is in its store");
        }

        return code == ExitCode.Done ? ExitCode.Unwritten : code;
    }

    private static async Task<int> DoAsync(string[] arguments, CommandContext context)
    {
        try
        {
            var root = Create(context);
            if (arguments.Length == 0)
            {
                WriteHelp(root, context);
                return ExitCode.Usage;
            }

            // Arguments are what they are: no files behind an @, no bundles of letters.
            var parse = root.Parse(arguments,
                new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
            if (parse.Errors.Count > 0)
            {
                FailureReport.Line(context, ParseFault.Describe(parse));
                return ExitCode.Usage;
            }

            return await parse.InvokeAsync(Invocation(context), context.Interruption.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nothing may pass this frame: an exception is one line and an exit code, never a stack trace.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return FailureReport.Write(exception, context);
        }
    }

    private static RootCommand Create(CommandContext context)
    {
        var config = SharedOptions.Config();
        var level = SharedOptions.Level();
        var logFile = SharedOptions.LogFile();
        var root = new RootCommand("Trains small nets by numerical differentiation, bit for bit the same on any machine.")
        {
            config, level, logFile,
        };
        var version = root.Options.OfType<VersionOption>().Single();
        version.Description = "version and commit";
        version.Action = new VersionAction(context);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "help on the program or on a command";
        help.Action = new OptionalArgumentsHelp((SynchronousCommandLineAction)help.Action!);
        var frame = new CommandFrame(context, config, level, logFile);
        Func<CommandFrame, Command>[] commands =
        [
            RunCommand.Create,
            ResumeCommand.Create,
            SweepCommand.Create,
            PlanCommand.Create,
            ListCommand.Create,
            ShowCommand.Create,
            ReportCommand.Create,
            CheckCommand.Create,
            ExportCommand.Create,
            DataCommand.Create,
            StoreCommand.Create,
            DrillCommand.Create,
            CoordinatorCommand.Create,
            WorkerCommand.Create,
            SubmitCommand.Create,
            StatusCommand.Create,
            MonitorCommand.Create,
            ChangeCommands.Pause,
            ChangeCommands.Continue,
            ChangeCommands.Cancel,
            ChangeCommands.Drain,
        ];
        foreach (var create in commands)
        {
            root.Add(create(frame));
        }

        return root;
    }

    private static InvocationConfiguration Invocation(CommandContext context) => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Output = context.Output.Profile.Out.Writer,
        Error = context.Error.Profile.Out.Writer,
    };

    private static void WriteHelp(RootCommand root, CommandContext context) =>
        root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = context.Error.Profile.Out.Writer });
}
