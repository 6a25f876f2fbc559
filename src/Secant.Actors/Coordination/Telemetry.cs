using System.Diagnostics;
using System.Diagnostics.Metrics;
using Span = System.Diagnostics.Activity;

namespace Secant.Actors.Coordination;

/// <summary>
/// What a process measures of itself for whoever listens, named by OpenTelemetry's conventions. It costs next to nothing while
/// nobody does.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of the meter, and of the source of traces.</summary>
    public const string Name = "Secant";

    /// <summary>The tag that names an experiment.</summary>
    public const string Experiment = "secant.experiment.id";

    private static readonly Meter Meter = new(Name);

    /// <summary>Spans of experiments and of their checkpoints.</summary>
    internal static ActivitySource Traces { get; } = new(Name);

    internal static Histogram<double> PassDuration { get; } = Meter.CreateHistogram(
        "secant.pass.duration",
        "s",
        "From the sending of a pass to its last answer.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30]
        });

    internal static Histogram<double> CheckpointDuration { get; } = Meter.CreateHistogram(
        "secant.checkpoint.duration",
        "s",
        "From the last copied slice to the commit of a checkpoint.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60]
        });

    internal static Counter<long> Events { get; } =
        Meter.CreateCounter<long>("secant.lab.events", "{event}", "What happened at the lab, by kind.");

    /// <summary>Begins a span that is nobody's current one: actors hop between threads.</summary>
    internal static Span? Begin(string name, Span? parent = null, DateTimeOffset since = default)
    {
        var current = Span.Current;
        var begun = Traces.StartActivity(name, ActivityKind.Internal, parent?.Context ?? default, startTime: since);
        Span.Current = current;
        return begun;
    }
}
