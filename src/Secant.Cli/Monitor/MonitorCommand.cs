using System.CommandLine;
using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;

namespace Secant.Cli.Monitor;

/// <summary><c>secant monitor</c>: a lab, live and full-screen.</summary>
internal static class MonitorCommand
{
    public static Command Create(CommandFrame frame)
    {
        var join = JoinOption.Create(isNeeded: true);
        var readOnly = new Option<bool>("--read-only") { Description = "no key changes anything at the lab" };
        var replay = new Option<string?>("--replay")
        {
            Description = "play a run of the store here from what was recorded of it",
            HelpName = "ID"
        };
        var speed = new Option<double?>("--speed")
        {
            Description = "seconds of the run in a second of the replay [default: all of it in half a minute]",
            HelpName = "N",
            CustomParser = result => Numbers.Positive(result),
        };
        var store = SharedOptions.Store();
        var command = new Command("monitor", "a lab, live: nodes, experiments, events, why anything is slow; ? shows the keys")
        {
            join, readOnly, replay, speed, store,
        };
        command.Exclude(join, replay);
        command.Require(replay, speed, store);
        command.SetAction(async (parse, cancellation) =>
        {
            var context = frame.Context;

            // A line of a log would be drawn over the screen.
            var options = frame.Options(parse) with { LogLevel = LogLevel.Off };
            if (parse.GetValue(replay) is { } id)
            {
                RequireTerminal(context, $"secant show {id} --timeline");
                var timeline = TimelineSource.Read(frame.StoreFolder(parse, store), id);
                var played = new ReplayedRun(timeline, parse.GetValue(speed), context.Time);
                await Loop(context, played, new Clock(context.Time))
                    .RunAsync(new MonitorState { IsReadOnly = true, IsReplay = true }, cancellation).ConfigureAwait(false);
                return ExitCode.Done;
            }

            var address = JoinOption.Address(parse, join, options);
            RequireTerminal(context, $"secant status --watch 2 --join {address}");
            await using var lab = JoinOption.Connect(parse, join, options);

            // Who is mistaken in the address hears of it before the screen is taken.
            var status = await lab.StatusAsync(cancellation).ConfigureAwait(false);
            var clock = new Clock(context.Time);
            var start = MonitorUpdate.Next(new MonitorState { IsReadOnly = parse.GetValue(readOnly) },
                new MonitorInput.Answer(status, clock.Now)).State;
            await Loop(context, new WatchedLab(lab), clock).RunAsync(start, cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static MonitorLoop Loop(CommandContext context, IWatched watched, Clock clock) => new(
        watched,
        new MonitorLook(TerminalTraits.HasUnicode(context.Variables) ? Glyphs.Unicode : Glyphs.Ascii, context.Time.LocalTimeZone),
        TerminalTraits.HasColours(context.Variables),
        context.Time,
        clock);

    /// <exception cref="SecantException">There is no terminal that can be drawn on (<see cref="Failure.Usage"/>).</exception>
    private static void RequireTerminal(CommandContext context, string instead)
    {
        if (!context.HasTerminal)
        {
            throw new SecantException(Failure.Usage,
                $"monitor needs a terminal, and input or output is none; '{instead}' prints to anything");
        }

        if (!TerminalTraits.CanBeDrawnOn(context.Variables))
        {
            throw new SecantException(
                Failure.Usage, $"monitor needs a terminal that can be drawn on, and TERM is '{context.Variables("TERM")}'; "
                    + $"'{instead}' prints to anything");
        }
    }
}
