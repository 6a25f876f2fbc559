using System.CommandLine;
using System.CommandLine.Parsing;
using Secant.Actors.Journal;
using Secant.Cli.Shell;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.History;

namespace Secant.Cli.Reports;

/// <summary><c>secant report</c>: what was run as a page to hand in.</summary>
internal static class ReportCommand
{
    private const int MostTimelines = 6;

    // Seconds; a shorter run has hardly a checkpoint.
    private const double ShortestTimeline = 10;

    public static Command Create(CommandFrame frame)
    {
        var ids = new Argument<string[]>("IDS")
        {
            Description = "ids of experiments; without any, and without --sweep, all that completed",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var sweep = new Option<string?>("--sweep")
        {
            Description = "the experiments of the sweep of this name, in its order",
            HelpName = "NAME"
        };
        var folder = new Option<string>("--out")
        {
            Description = "folder to write to",
            HelpName = "DIR",
            DefaultValueFactory = _ => "report"
        };
        var language = new Option<string>("--lang")
        {
            Description = "language of the report",
            HelpName = string.Join('|', ReportWords.ByLanguage.Keys),
            CustomParser = Language,
            DefaultValueFactory = _ => "en",
        };
        var store = SharedOptions.Store();
        var join = JoinOption.Create(isNeeded: false);
        var command = new Command("report", "tables and plots as HTML, Markdown, CSV, PNG and SVG") { ids, sweep, folder,
            language, store, join };
        command.Exclude(join, store);
        command.SetAction(async (parse, cancellation) =>
        {
            var source = await ExperimentSource.OpenAsync(frame, parse, store, join, cancellation).ConfigureAwait(false);
            var result = Choose(source, parse.GetValue(ids) ?? [], parse.GetValue(sweep));
            var facts = await DataFacts.FindAsync(
                CommandFrame.Catalogue(frame.Options(parse)), result.Rows.SelectMany(row => row.Runs).Select(run => run.Spec),
                    cancellation).ConfigureAwait(false);
            var data = await Task.Run(() => ReportData.Of(result, facts, new BookEstimate(), frame.Context.Time.LocalDate()),
                cancellation).ConfigureAwait(false);
            if (parse.GetValue(join) is null)
            {
                data = data with
                {
                    Timelines = Timelines(new StoreReader(frame.StoreFolder(parse, store)), result),
                    Zone = frame.Context.Time.LocalTimeZone,
                };
            }

            var files = await ReportWriter.WriteAsync(
                Path.GetFullPath(parse.GetValue(folder)!), data, ReportWords.ByLanguage[parse.GetValue(language)!], cancellation)
                    .ConfigureAwait(false);
            frame.Context.Output.WritePlainLine($"{files[0]}, and {files.Count - 1} files beside it");
            return ExitCode.Done;
        });
        return command;
    }

    // Of the longest runs, and of those only where there is something to see.
    private static IReadOnlyList<TimelineDocument> Timelines(StoreReader store, SweepResult result) =>
        [.. result.Rows
            .SelectMany(row => row.Runs)
            .Where(run => run.ElapsedSeconds >= ShortestTimeline)
            .OrderByDescending(run => run.ElapsedSeconds)
            .Take(MostTimelines)
            .Select(run => store.Timeline(run.Id))
            .OfType<TimelineDocument>()
            .Where(timeline => timeline.Stretches.Count > 1)];

    private static string Language(ArgumentResult result)
    {
        var code = Numbers.Text(result);
        if (!ReportWords.ByLanguage.ContainsKey(code))
        {
            result.AddError($"--lang: expected {string.Join(" or ", ReportWords.ByLanguage.Keys)}, found '{code}'");
        }

        return code;
    }

    private static SweepResult Choose(ExperimentSource source, string[] ids, string? sweep)
    {
        if (ids.Length > 0 && sweep is not null)
        {
            throw new SecantException(Failure.Usage, "report takes IDS or --sweep NAME, found both");
        }

        if (sweep is not null)
        {
            var result = SweepResult.OfSweep(sweep, source.Documents);
            var names = source.Documents.SelectMany(document => document.Sweeps).Select(filing => filing.Sweep).Distinct()
                .Order(StringComparer.Ordinal).ToList();
            return result.Rows.Count > 0 ? result : throw new SecantException(
                Failure.Work, $"no sweep '{sweep}' in {source.Place}; there "
                    + $"{(names.Count > 0 ? $"are {string.Join(", ", names)}" : "is none yet: 'secant sweep "
                    + "config/report.yaml' makes one")}");
        }

        var chosen = ids.Length > 0 ? [.. ids.Select(source.Find)]
            : source.Documents.Where(document => document.State == ExperimentStates.Completed).ToList();
        return chosen.Count > 0
            ? SweepResult.OfDocuments(chosen)
            : throw new SecantException(Failure.Work,
            $"nothing completed in {source.Place} to report on; 'secant run 100 32 0.05 50' makes an experiment");
    }
}
