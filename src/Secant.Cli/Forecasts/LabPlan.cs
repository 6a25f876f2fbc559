using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Forecasts;

/// <summary>What runs take on a lab, from what was sampled here.</summary>
/// <param name="Forecaster">What was sampled.</param>
/// <param name="Lab">The lab's nodes.</param>
/// <param name="Nodes">How many nodes a run is to use; null leaves it to the planner.</param>
/// <param name="ProgramBytes">What a program occupies before it runs anything.</param>
internal sealed record LabPlan(Forecaster Forecaster, LabForecast Lab, int? Nodes, long ProgramBytes)
{
    /// <summary>All runs together, the lab being theirs alone.</summary>
    public PlaceForecast Of(IReadOnlyList<ExperimentSpec> open)
    {
        if (open.Count != 1)
        {
            var seconds = open.Count == 0 ? 0 : Lab.Total(open.Select(spec => Forecaster.Of(spec).Seconds));

            // A node makes a run on each of its cores, and in the end it has met the largest ones.
            var running = open.Select(spec => Forecaster.Footprint(spec, 1, 0).MemoryBytes).OrderDescending().Take(Lab.MostCores)
                .Sum();
            return new PlaceForecast(
                seconds,
                seconds / LabForecast.Factor,
                seconds * LabForecast.Factor,
                null,
                Lab.Cores,
                Lab.Names,
                ProgramBytes + Forecaster.SparseBytes + running,
                null,
                open.Sum(spec => Forecaster.Footprint(spec, 1, 0).BytesARun));
        }

        var (sample, grants) =
            Lab.Alone(open[0], Forecaster.Sample(open[0]), Nodes, Forecaster.Footprint(open[0], 0, 0).ParameterBytes);
        var forecast = Forecaster.Of(open[0], sample);
        var footprint = Forecaster.Footprint(open[0], grants.Count, forecast.Checkpoints);
        return new PlaceForecast(
            forecast.Seconds,
            forecast.Seconds / LabForecast.Factor,
            forecast.Seconds * LabForecast.Factor,
            1000 * forecast.PassSeconds,
            forecast.Cores,
            [.. grants.Select(grant => grant.Node)],
            ProgramBytes + Forecaster.SparseBytes + footprint.MemoryBytes,
            footprint.BytesAPass,
            footprint.BytesARun);
    }

    /// <summary>One run, as it is stored with its submission.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="isSideBySide">Whether it is one of many, each on a core of its own.</param>
    public ForecastRecord RecordOf(ExperimentSpec spec, bool isSideBySide)
    {
        if (isSideBySide)
        {
            var here = Forecaster.RecordOf(spec);
            return Record(Lab.Total([here.Seconds]), Lab.Total([here.PassMilliseconds]), 1);
        }

        var alone = Of([spec]);
        return Record(alone.Seconds, alone.PassMilliseconds!.Value, alone.Cores);

        static ForecastRecord Record(double seconds, double passMilliseconds, int cores) =>
            new(seconds, seconds / LabForecast.Factor, seconds * LabForecast.Factor, passMilliseconds, cores);
    }
}
