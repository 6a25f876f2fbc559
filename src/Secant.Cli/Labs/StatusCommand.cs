using System.CommandLine;
using Secant.Cli.Details;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Labs;

/// <summary><c>secant status</c>: a lab, its nodes, its experiments and what happened, once or again and again.</summary>
internal static class StatusCommand
{
    private const int LongestPause = 86_400;

    public static Command Create(CommandFrame frame)
    {
        var join = JoinOption.Create(isNeeded: true);
        var json = SharedOptions.Json();
        var watch = new Option<int?>("--watch")
        {
            Description = "print it again every so many seconds, until Ctrl-C",
            HelpName = "SECONDS",
            CustomParser = result => Numbers.Count(result),
        };
        var command = new Command("status", "a lab: nodes, experiments, events, and why anything is slow") { join, json, watch };
        command.SetAction(async (parse, cancellation) =>
        {
            await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
            var pause = parse.GetValue(watch);
            if (pause is null)
            {
                Write(frame.Context, await lab.StatusAsync(cancellation).ConfigureAwait(false), parse.GetValue(json));
                return ExitCode.Done;
            }

            if (pause > LongestPause)
            {
                throw new SecantException(Failure.Usage,
                    $"--watch is {pause} s, at most {LongestPause} are; leave it out for one status");
            }

            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(pause.Value), frame.Context.Time);
            try
            {
                Write(frame.Context, await lab.StatusAsync(cancellation).ConfigureAwait(false), parse.GetValue(json));
                while (frame.Context.Written?.Loss is null
                    && await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                {
                    try
                    {
                        var status = await lab.StatusAsync(cancellation).ConfigureAwait(false);
                        frame.Context.Output.WritePlainLine();
                        Write(frame.Context, status, parse.GetValue(json));
                    }
                    catch (SecantException away) when (away.Failure == Failure.Lab)
                    {
                        // It answered before: whoever watches it wants to see it come back.
                        FailureReport.Line(frame.Context, $"{away.Message}; asks again");
                    }
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Ctrl-C is how it is left.
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(CommandContext context, StatusDocument status, bool isJson)
    {
        if (isJson)
        {
            context.Output.WriteJson(DocumentJson.Of(status));
        }
        else
        {
            StatusTables.Write(context.Output, status, context.Time.LocalTimeZone);
        }
    }
}
