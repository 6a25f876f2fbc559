using Secant.Cli.Forecasts;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Core.Networks;
using Secant.Core.Sweeps;
using Secant.Core.Training;
using Secant.Lab.Contracts;

namespace Secant.Cli.Plans;

/// <summary>Puts a plan together from what was sampled.</summary>
internal sealed record PlanMaker
{
    // What is tried of each number, besides itself.
    private static readonly double[] Factors = [0.5, 1, 2, 10];

    public required Forecaster Forecaster { get; init; }

    /// <summary>The lab; null where none was named.</summary>
    public required LabForecast? Lab { get; init; }

    /// <summary>How many nodes of the lab a run is to use; null leaves it to the planner.</summary>
    public required int? Nodes { get; init; }

    /// <summary>Runs that are made at a time here, and threads that one alone could use.</summary>
    public required int Cores { get; init; }

    /// <summary>What the program occupied when all was sampled: data sets, test images and a small net are in it.</summary>
    public required long ProgramBytes { get; init; }

    /// <summary>Seconds of a pass the book's way, and the net and B that it was sampled for.</summary>
    public required (double Seconds, (NetShape Net, int BatchSize) Pass) Book { get; init; }

    /// <summary>Why this machine cannot run it, in one line; null where it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>The same of one spec.</summary>
    public Func<ExperimentSpec, string?> RefusalOf { get; init; } = _ => null;

    /// <param name="plan">Every spec, its checksum filled in.</param>
    /// <param name="here">Its runs, with what the store here holds of them.</param>
    /// <param name="there">The same with what the lab's store holds; null where no lab was named.</param>
    public PlanDocument Of(SweepPlan plan, IReadOnlyList<SweepRun> here, IReadOnlyList<SweepRun>? there)
    {
        var rows = plan.Rows.Select(row => Row(row, Open(here).Count(run => run.Row == row.Number),
            there is null ? null : Open(there).Count(run => run.Row == row.Number))).ToList();
        var errors = Forecaster.Errors;
        return new PlanDocument(
            plan.Name,
            rows,
            Refusal is null ? Here([.. Open(here).Select(run => run.Left)]) : null,
            Lab is null || there is null ? null
                : new LabPlan(Forecaster, Lab, Nodes, ProgramBytes).Of([.. Open(there).Select(run => run.Left)]),
            rows.Sum(row => row.Runs * row.BookSeconds),
            plan.Name is null && plan.Rows.Count == 1 && Refusal is null ? Growth(plan.Rows[0].Spec) : [],
            new HistorySummary(errors.Count, errors.Within25Percent, errors.Median))
        {
            Refusal = Refusal,
        };
    }

    private static IEnumerable<SweepRun> Open(IReadOnlyList<SweepRun> runs) => runs.Where(run => !run.IsOver);

    private PlanRow Row(SweepRow row, int runs, int? runsThere)
    {
        var (forecast, footprint) = (Forecaster.Of(row.Spec), Forecaster.Footprint(row.Spec, 0, 0));
        return new PlanRow(
            row.Number,
            SpecRecord.From(row.Spec),
            runs,
            forecast.Seconds,
            1000 * forecast.PassSeconds,
            footprint.ParameterCount,
            footprint.ParameterBytes,
            BookSeconds(row.Spec))
        {
            RunsThere = runsThere,
        };
    }

    private PlaceForecast Here(IReadOnlyList<ExperimentSpec> open)
    {
        var seconds = open.Count == 0 ? 0 : Forecaster.Total(open, Cores);
        var alone = open.Count == 1 ? Forecaster.Of(open[0]) : null;

        // The largest ones may run at the same time.
        var memory = RunMemory.Together(
            open.Select(spec => Forecaster.Footprint(spec, 0, Forecaster.Of(spec).Checkpoints)), Cores, Forecaster.SparseBytes,
                ProgramBytes);
        return new PlaceForecast(
            seconds,
            seconds * Forecaster.Errors.Low,
            seconds * Forecaster.Errors.High,
            1000 * alone?.PassSeconds,
            alone?.Cores ?? Math.Min(Cores, Environment.ProcessorCount),
            [NodeName.OfMachine],
            memory,
            open.Count == 1 ? 0 : null,
            0);
    }

    private IReadOnlyList<GrowthRow> Growth(ExperimentSpec spec) =>
    [
        .. from field in SpecFields.All.Numbers
           let number = field.Get(SpecRecord.From(spec))
           select new GrowthRow(field.Word, [.. Factors.Select(factor => Scaled(number, factor)).Distinct()
               .Select(value => Cost(value, field.Read(Figures.Exact(value))!(spec)))]),
    ];

    private static double Scaled(object? number, double factor) =>
        number is int whole ? Math.Min(int.MaxValue, Math.Max(1, Math.Ceiling(factor * whole))) : factor * (double)number!;

    private GrowthCost Cost(double value, ExperimentSpec spec) =>
        RefusalOf(spec) is { } refusal
            ? new GrowthCost(value, null, BookSeconds(spec)) { Refusal = refusal }
            : new GrowthCost(value, Forecaster.Of(spec).Seconds, BookSeconds(spec));

    private double BookSeconds(ExperimentSpec spec) =>
        spec.Iterations * BookCost.Scale(Book.Seconds, Book.Pass, (Forecaster.Net(spec), spec.BatchSize));
}
