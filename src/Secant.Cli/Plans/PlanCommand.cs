using System.CommandLine;
using System.CommandLine.Parsing;
using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Details;
using Secant.Cli.Forecasts;
using Secant.Cli.Runs;
using Secant.Cli.Shell;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Sweeps;
using Secant.Core.Training;

namespace Secant.Cli.Plans;

/// <summary><c>secant plan</c>: what an experiment or a sweep will take, before anything of it is begun.</summary>
internal sealed class PlanCommand
{
    private const string Numbers = "ITERATIONS BATCH RATE HIDDEN, or FILE";

    private readonly CommandFrame _frame;
    private readonly SpecArguments _arguments = new();
    private readonly Option<int?> _repeat = SharedOptions.Repeat();
    private readonly Option<int?> _cores = SharedOptions.Cores();
    private readonly Option<string?> _store = SharedOptions.Store();
    private readonly Option<string?> _join = JoinOption.Create(isNeeded: false);
    private readonly Option<int?> _nodes = SubmitCommand.NodesOption();
    private readonly Option<bool> _json = SharedOptions.Json();

    private readonly Option<bool> _history =
        new("--history") { Description = "how good past forecasts were, run by run, in place of a forecast" };

    private readonly Argument<string[]> _what = new("WHAT")
    {
        Description = $"{Numbers}: the four numbers as for run, or the YAML of a sweep",
        Arity = new ArgumentArity(0, 4),
    };

    private PlanCommand(CommandFrame frame)
    {
        _frame = frame;
    }

    public static Command Create(CommandFrame frame)
    {
        var plan = new PlanCommand(frame);
        plan._join.Description = "forecast for the lab at this address, too; with --history that of the lab";
        var command = new Command("plan",
            "what it will take, before anything starts: time here and on a lab, memory, traffic, and the book's way")
        {
            plan._what,
        };
        plan._arguments.AddOptionsTo(command);
        foreach (var option in (Option[])[plan._repeat, plan._history, plan._cores, plan._store, plan._join, plan._nodes,
            plan._json])
        {
            command.Add(option);
        }

        command.Validators.Add(plan.Validate);
        command.SetAction(plan.RunAsync);
        return command;
    }

    private void Validate(CommandResult result)
    {
        var given = result.GetResult(_what)?.Tokens.Count ?? 0;
        var isHistory = result.GetValue(_history);
        if (isHistory ? given > 0 : given is not (1 or 4))
        {
            result.AddError(isHistory ? $"plan --history takes no experiment, found {Counted.Of(given, "value")}"
                : $"plan takes {Numbers}; found {Counted.Of(given, "value")}");
        }
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var options = _frame.Options(parse);
        var screens = new Screens(_frame.Context, parse.GetValue(_json), IsQuiet: false);
        if (parse.GetValue(_history))
        {
            var source = await ExperimentSource.OpenAsync(_frame, parse, _store, _join, cancellation).ConfigureAwait(false);
            WriteHistory(screens, PastForecast.Of(source.Documents));
            return ExitCode.Done;
        }

        var document = await PlanAsync(parse, options, screens, Plan(parse, options), cancellation).ConfigureAwait(false);
        if (screens.IsJson)
        {
            _frame.Context.Output.WriteJson(DocumentJson.Of(document));
        }
        else
        {
            PlanText.Write(_frame.Context.Output, document);
        }

        return ExitCode.Done;
    }

    private SweepPlan Plan(ParseResult parse, SecantOptions options)
    {
        if (parse.GetValue(_what) is [var file])
        {
            return SweepFile.Read(file, options.Limits, _arguments.Overrides(parse, parse.GetValue(_repeat)));
        }

        var spec = _arguments.Read(parse, parse.GetValue(_what)!);
        options.Limits.Check(spec);
        return SweepPlan.Of(null, [(spec, parse.GetValue(_repeat) ?? 1)]);
    }

    private async Task<PlanDocument> PlanAsync(ParseResult parse, SecantOptions options, Screens screens, SweepPlan asked,
        CancellationToken cancellation)
    {
        var (plan, data) = await SweepData.LoadAsync(screens, options, asked, _ => true, cancellation).ConfigureAwait(false);
        var atATime = CommandFrame.SideBySide(CommandFrame.Lab(parse, options, _store, _cores, takesUpAll: false),
            plan.Runs.Count()).Cores;
        var limits = LimitsHere.Of(options);
        var refusal = parse.GetValue(_join) is null ? null
            : limits.RefusalOf([.. plan.Runs.Select(run => run.Spec)], data, atATime);
        if (parse.GetValue(_join) is null)
        {
            limits.Check(plan.Runs.Select(run => run.Spec), data, atATime);
        }

        var known = ExperimentSource.OfStore(_frame, parse, _store).Documents;

        // One experiment is planned as if it were new; a sweep runs only what is, here and on the lab each by its own store.
        var runs = SweepTracker.Match(plan, plan.Name is null ? [] : known);
        var (lab, runsThere) = parse.GetValue(_join) is null ? default
            : await LabAsync(parse, options, plan, cancellation).ConfigureAwait(false);
        var (forecaster, labCores) = Sample(parse, options, runs, runsThere ?? [], data, PastForecast.Of(known));
        var (net, batch) = (forecaster.Net(plan.Rows[0].Spec), plan.Rows[0].Spec.BatchSize);
        return new PlanMaker
        {
            Forecaster = forecaster,
            Lab = lab,
            Refusal = refusal,
            RefusalOf = spec => limits.RefusalOf([spec], data, atATime: 1),
            Nodes = parse.GetValue(_nodes),
            Cores = labCores,
            ProgramBytes = Environment.WorkingSet,
            Book = (await Task.Run(() => BookCost.SecondsAPass(net, batch), cancellation).ConfigureAwait(false), (net, batch)),
        }.Of(plan, runs, runsThere);
    }

    private async Task<(LabForecast Lab, IReadOnlyList<SweepRun> Runs)> LabAsync(ParseResult parse, SecantOptions options,
        SweepPlan plan, CancellationToken cancellation)
    {
        await using var client = JoinOption.Connect(parse, _join, options);
        var known = plan.Name is null ? [] : await client.DocumentsAsync(cancellation).ConfigureAwait(false);
        return (LabForecast.Of(await client.CoresAsync(cancellation).ConfigureAwait(false),
            $"{JoinOption.Address(parse, _join, options)}"), SweepTracker.Match(plan, known));
    }

    private (Forecaster Forecaster, int Cores) Sample(
        ParseResult parse,
        SecantOptions options,
        IReadOnlyList<SweepRun> here,
        IReadOnlyList<SweepRun> there,
        IReadOnlyDictionary<string, DataSet> data,
        IReadOnlyList<PastForecast> past)
    {
        var open = here.Concat(there).Where(run => !run.IsOver).DefaultIfEmpty(here[0]).Select(run => run.Spec).Distinct()
            .ToList();
        var settings = CommandFrame.SideBySide(CommandFrame.Lab(parse, options, _store, _cores, takesUpAll: false), open.Count);
        return (Forecaster.Of(settings, open, data, PastForecast.Errors(past)), settings.Cores);
    }

    private void WriteHistory(Screens screens, IReadOnlyList<PastForecast> past)
    {
        if (screens.IsJson)
        {
            _frame.Context.Output.WriteJson(DocumentJson.Of(HistoryDocument.Of(past)));
        }
        else
        {
            HistoryTable.Write(_frame.Context.Output, past);
        }
    }
}
