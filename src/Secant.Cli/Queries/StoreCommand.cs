using System.CommandLine;
using Secant.Actors.Journal;
using Secant.Actors.Maintenance;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;

namespace Secant.Cli.Queries;

/// <summary><c>secant store</c>: a look at the store, and what a person does to it while nothing runs on it.</summary>
internal static class StoreCommand
{
    public static Command Create(CommandFrame frame) =>
        new("store", "the store: check, repair, compact, path") { Check(frame), Repair(frame), Compact(frame), Where(frame) };

    private static Command Check(CommandFrame frame)
    {
        var store = SharedOptions.Store();
        var command = new Command("check",
            "read everything and verify every checksum, also while the store is in use; leaves with 4 where it is damaged") {
                store };
        command.SetAction(parse =>
        {
            var findings = StoreUpkeep.Check(frame.StoreFolder(parse, store));
            if (findings.Damage.Count == 0)
            {
                frame.Context.Output.WritePlainLine(StoreText.Sound(findings));
                return ExitCode.Done;
            }

            foreach (var line in findings.Damage)
            {
                frame.Context.Output.WritePlainLine(line);
            }

            throw new SecantException(
                Failure.Store, $"the store {findings.Folder} is damaged in "
                    + $"{Counted.Of(findings.Damage.Count, "place")}; 'secant store repair' keeps what can be read");
        });
        return command;
    }

    private static Command Repair(CommandFrame frame)
    {
        var store = SharedOptions.Store();
        var command = new Command("repair",
            "rebuild a damaged store of what can be read; the damaged files are kept beside it") { store };
        command.SetAction(parse =>
        {
            var report = StoreUpkeep.Repair(Options(frame, parse, store));
            foreach (var line in StoreText.Of(report))
            {
                frame.Context.Output.WritePlainLine(line);
            }

            return report.Lost.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command Compact(CommandFrame frame)
    {
        var store = SharedOptions.Store();
        var keep = new Option<int?>("--keep")
        {
            Description = "drop the parameters of ended experiments but for the newest N; results stay [default: drop none]",
            HelpName = "N",
            CustomParser = result => Numbers.CountOrNone(result),
        };
        var command = new Command("compact", "give free space back to the disk") { keep, store };
        command.SetAction(parse =>
        {
            var report = StoreUpkeep.Compact(Options(frame, parse, store), parse.GetValue(keep));
            frame.Context.Output.WritePlainLine(StoreText.Of(report));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Where(CommandFrame frame)
    {
        var store = SharedOptions.Store();
        var command = new Command("path", "print the folder of the store") { store };
        command.SetAction(parse =>
        {
            frame.Context.Output.WritePlainLine(new StoreReader(frame.StoreFolder(parse, store)).Folder);
            return ExitCode.Done;
        });
        return command;
    }

    private static StoreOptions Options(CommandFrame frame, ParseResult parse, Option<string?> store) =>
        new()
        {
            Folder = frame.StoreFolder(parse, store),
            Command = CommandFrame.Typed(parse),
            Rules = frame.Options(parse).StoreRules,
            Time = frame.Context.Time
        };
}
