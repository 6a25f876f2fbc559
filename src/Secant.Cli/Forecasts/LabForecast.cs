using Secant.Core;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Core.Training;
using Secant.Lab.Contracts;
using Secant.Lab.Scheduling;

namespace Secant.Cli.Forecasts;

/// <summary>What runs take on a lab, judged by what they take here and how much faster its nodes are.</summary>
/// <param name="nodes">The nodes that take work.</param>
/// <param name="speedHere">What the nodes' own measure of speed gives on this machine.</param>
internal sealed class LabForecast(IReadOnlyList<LabProtocol.NodeCores> nodes, double speedHere)
{
    /// <summary>Nobody has timed these nodes with this experiment: nine in ten are hoped to be within this factor either
    /// way.</summary>
    public const double Factor = 1.6;

    // A slow wire; the copies of a last checkpoint cross it.
    private const double BytesASecond = 100e6;

    /// <summary>Measures this machine as the nodes measured themselves.</summary>
    /// <param name="nodes">The nodes that take work; at least one.</param>
    public static LabForecast Of(IReadOnlyList<LabProtocol.NodeCores> nodes) => new(nodes, SpeedProbe.SampleUnitsPerSecond());

    /// <exception cref="SecantException">The lab has no nodes (<see cref="Failure.Lab"/>).</exception>
    public static LabForecast Of(IReadOnlyList<LabProtocol.NodeCores> nodes, string address) => nodes.Count > 0
        ? Of(nodes)
        : throw new SecantException(Failure.Lab,
        $"the lab at {address} has no node that takes work; start one with 'secant worker --join {address}'");

    /// <summary>The nodes' names.</summary>
    public IReadOnlyList<string> Names => [.. nodes.Select(node => node.Node)];

    /// <summary>Cores of all nodes.</summary>
    public int Cores => nodes.Sum(node => node.Count);

    /// <summary>Cores of the node that lends most.</summary>
    public int MostCores => nodes.Max(node => node.Count);

    /// <summary>The parts of one run that has the lab to itself, and what the planner would lend it.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="here">Its parts here.</param>
    /// <param name="wished">How many nodes it is to use; null leaves it to the planner.</param>
    /// <param name="copied">Bytes of its parameters.</param>
    public (CostSample Sample, IReadOnlyList<NodeGrant> Grants) Alone(ExperimentSpec spec, CostSample here, int? wished,
        long copied)
    {
        var work = (double)spec.BatchSize * spec.HiddenSize;
        var coreHere = work / (here.Compute * here.Cores);
        var known = nodes.Select(node => new Planner.Node(node.Node, node.Count, coreHere * node.Speed / speedHere,
            node.RoundTripSeconds)).ToDictionary(node => node.Key);
        var job = new Planner.Job("", work, Splits: spec.Kernel != GradientKernel.Naive, wished, [],
            new Dictionary<string, double>());
        var grants = Planner.Decide([.. known.Values], [job])[0].Grants;
        var speed = grants.Sum(grant => grant.Speed);
        return (here with
        {
            Cores = grants.Sum(grant => grant.Cores),
            Compute = work / speed,
            Overhead = here.Overhead + Planner.PassSeconds(work, grants, known) - (work / speed),
            Forward = here.Forward * coreHere * here.Cores / speed,
            FirstUse = here.FirstUse * coreHere * here.Cores / speed,
            Opening = here.Opening * coreHere * here.Cores / speed,
            Saving = here.Saving + (copied / BytesASecond),
        }, grants);
    }

    /// <summary>Seconds of runs side by side, each on a core, from what each takes on a core here.</summary>
    public double Total(IEnumerable<double> secondsHere) =>
        Makespan.Of(secondsHere.Select(seconds => seconds * speedHere / nodes.Average(node => node.Speed)), Cores);
}
