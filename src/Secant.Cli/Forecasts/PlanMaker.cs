using Secant.Actors.Journal;
using Secant.Cli.Sweeps;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Core.Networks;
using Secant.Core.Sweeps;

namespace Secant.Cli.Forecasts;

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

    /// <summary>Seconds of a pass the book's way, and B and H that it was sampled for.</summary>
    public required (double Seconds, (int BatchSize, int HiddenSize) Size) Book { get; init; }

    /// <param name="plan">Every spec, its checksum filled in.</param>
    /// <param name="runs">Its runs, with what the store holds of them.</param>
    public PlanDocument Of(SweepPlan plan, IReadOnlyList<SweepRun> runs)
    {
        var open = runs.Where(run => !run.IsOver).ToList();
        var rows = plan.Rows.Select(row => Row(row, open.Count(run => run.Row == row.Number))).ToList();
        var errors = Forecaster.Errors;
        return new PlanDocument(
            plan.Name,
            rows,
            Here([.. open.Select(run => run.Spec)]),
            Lab is null ? null : There(Lab, [.. open.Select(run => run.Spec)]),
            rows.Sum(row => row.Runs * row.BookSeconds),
            plan.Name is null && plan.Rows.Count == 1 ? Growth(plan.Rows[0].Spec) : [],
            new HistorySummary(errors.Count, errors.Within25Percent, errors.Median));
    }

    private PlanRow Row(SweepRow row, int runs)
    {
        var (forecast, footprint) = (Forecaster.Of(row.Spec), Footprint(row.Spec, 0, 0));
        return new PlanRow(
            row.Number,
            SpecRecord.From(row.Spec),
            runs,
            forecast.Seconds,
            1000 * forecast.PassSeconds,
            footprint.ParameterCount,
            footprint.ParameterBytes,
            BookSeconds(row.Spec));
    }

    private PlaceForecast Here(IReadOnlyList<ExperimentSpec> open)
    {
        var seconds = open.Count == 0 ? 0 : Forecaster.Total(open, Cores);
        var alone = open.Count == 1 ? Forecaster.Of(open[0]) : null;

        // The largest ones may run at the same time.
        var running = open.Select(spec => Footprint(spec, 0, Forecaster.Of(spec).Checkpoints).MemoryBytes).OrderDescending().Take(Cores).Sum();
        return new PlaceForecast(
            seconds,
            seconds * Forecaster.Errors.Low,
            seconds * Forecaster.Errors.High,
            1000 * alone?.PassSeconds,
            alone?.Cores ?? Math.Min(Cores, Environment.ProcessorCount),
            [Environment.MachineName],
            ProgramBytes + Forecaster.Data.Values.Sum(data => RunFootprint.SparseBytes(data.Train)) + running,
            open.Count == 1 ? 0 : null,
            0);
    }

    private PlaceForecast There(LabForecast lab, IReadOnlyList<ExperimentSpec> open)
    {
        if (open.Count != 1)
        {
            var seconds = open.Count == 0 ? 0 : lab.Total(open.Select(spec => Forecaster.Of(spec).Seconds));
            return new PlaceForecast(
                seconds,
                seconds / LabForecast.Factor,
                seconds * LabForecast.Factor,
                null,
                lab.Cores,
                lab.Names,
                ProgramBytes + open.Select(spec => Footprint(spec, 1, 0).MemoryBytes).DefaultIfEmpty(0).Max(),
                null,
                open.Sum(spec => Footprint(spec, 1, 0).BytesARun));
        }

        var (sample, grants) = lab.Alone(open[0], Forecaster.Sample(open[0]), Nodes, Footprint(open[0], 0, 0).ParameterBytes);
        var forecast = Forecaster.Of(open[0], sample);
        var footprint = Footprint(open[0], grants.Count, forecast.Checkpoints);
        return new PlaceForecast(
            forecast.Seconds,
            forecast.Seconds / LabForecast.Factor,
            forecast.Seconds * LabForecast.Factor,
            1000 * forecast.PassSeconds,
            forecast.Cores,
            [.. grants.Select(grant => grant.Node)],
            ProgramBytes + footprint.MemoryBytes,
            footprint.BytesAPass,
            footprint.BytesARun);
    }

    private IReadOnlyList<GrowthRow> Growth(ExperimentSpec spec) =>
    [
        Growth("iterations", spec.Iterations, value => spec with { Iterations = value }),
        Growth("batch", spec.BatchSize, value => spec with { BatchSize = value }),
        new GrowthRow("rate", [.. Factors.Select(factor => Cost(factor * spec.LearningRate, spec))]),
        Growth("hidden", spec.HiddenSize, value => spec with { HiddenSize = value }),
    ];

    private GrowthRow Growth(string number, int value, Func<int, ExperimentSpec> change) => new(
        number,
        [.. Factors.Select(factor => (int)Math.Min(int.MaxValue, Math.Max(1, Math.Ceiling(factor * value)))).Distinct().Select(changed => Cost(changed, change(changed)))]);

    private GrowthCost Cost(double value, ExperimentSpec spec) => new(value, Forecaster.Of(spec).Seconds, BookSeconds(spec));

    private double BookSeconds(ExperimentSpec spec) => spec.Iterations * BookCost.Scale(Book.Seconds, Book.Size, (spec.BatchSize, spec.HiddenSize));

    private RunFootprint Footprint(ExperimentSpec spec, int nodes, int checkpoints)
    {
        DataSet data = Forecaster.Data[spec.Data];
        return RunFootprint.Of(spec, new NetShape(data.Dimension, spec.HiddenSize, data.Classes), data.Train.Count, data.Test.Count, nodes, checkpoints);
    }
}
