using Secant.Lab.Contracts;

namespace Secant.Lab.Diagnosis;

/// <summary>Joins what the lab knows of its nodes with what the coordinators measured. Pure.</summary>
public static class StatusComposer
{
    /// <param name="status">What the lab knows.</param>
    /// <param name="zone">The zone in which times of day are told.</param>
    public static StatusDocument Compose(StatusDocument status, TimeZoneInfo zone)
    {
        var nodes = status.Nodes.Select(node => Measured(node, status.Experiments)).ToList();
        var why = new WhySlow(nodes, DateTimeOffset.FromUnixTimeMilliseconds(status.AtUnixMilliseconds), zone);
        var points = CurveThinning.MostInAnAnswer / Math.Max(1, status.Experiments.Count);
        return new StatusDocument(
            status.Lab,
            [.. nodes.Select(node => node with { Why = why.OfNode(node, status.Experiments) })],
            [.. status.Experiments.Select(experiment =>
                experiment with { Why = why.OfExperiment(experiment), Curve = CurveThinning.Evenly(experiment.Curve, points) })])
        {
            Events = status.Events,
            AtUnixMilliseconds = status.AtUnixMilliseconds,
            States = status.States,
        };
    }

    private static NodeDocument Measured(NodeDocument node, IReadOnlyList<ExperimentDocument> experiments)
    {
        var spans = experiments
            .SelectMany(experiment => experiment.Spans?.Nodes ?? [])
            .Where(one => one.Node == node.Name && node.State != NodeStates.Lost)
            .ToList();
        return spans.Count == 0 ? node : node with
        {
            SampleUnitsPerSecond = spans.Sum(one => one.SampleUnitsPerSecond),
            PassMilliseconds = spans.Max(one => one.AnswerMilliseconds),
            Slowness = experiments.Any(experiment => experiment.Spans?.Nodes is { Count: > 1 } nodes
            && nodes.Any(one => one.Node == node.Name)) ? spans.Max(one => one.Slowness) : null,
        };
    }
}
