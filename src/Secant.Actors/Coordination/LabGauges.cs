using System.Diagnostics.Metrics;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Actors.Coordination;

/// <summary>A lab's status as gauges. It is asked every two seconds, however many collect.</summary>
public sealed class LabGauges : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Meter _meter = new(Telemetry.Name);
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _asking;
    private volatile StatusDocument? _status;

    /// <param name="ask">Asks the lab.</param>
    /// <param name="time">The clock.</param>
    public LabGauges(Func<CancellationToken, Task<StatusDocument>> ask, TimeProvider time)
    {
        OfLab("secant.lab.nodes", "{node}", "Nodes, by state.",
            status => status.Nodes.GroupBy(node => node.State).Select(group => Of(group.Count(), ("state", group.Key))));
        OfLab("secant.lab.experiments", "{experiment}", "Experiments, by state.",
            status => status.States.Select(one => Of(one.Count, ("state", one.State))));
        OfNode("secant.node.cores", "{core}", "Cores that a node lends.", node => node.Cores);
        OfNode("secant.node.cores.busy", "{core}", "Cores that experiments have.", node => node.CoresBusy);
        OfNode("secant.node.heartbeat.age", "s", "Since a node's last sign of life.", node => node.HeartbeatAgeSeconds);
        OfNode("secant.node.speed", "{sample_unit}/s", "Samples times hidden units a second.", node => node.SampleUnitsPerSecond);
        OfNode("secant.node.computing", "1", "Share of its cores' time that a node computes.", node => node.ComputingShare);
        OfNode("secant.node.memory", "By", "Memory of a node's process.", node => node.MemoryBytes);
        OfNode("secant.node.slowness", "1", "A node's pass over the median of the others'.", node => node.Slowness);
        OfExperiment("secant.experiment.iteration", "{pass}", "Passes made.", one => one.Iteration);
        OfExperiment("secant.experiment.loss", "1", "Mean cross-entropy of the last batch.", one => one.Loss);
        OfExperiment("secant.experiment.accuracy", "1", "Share of the test images classified rightly.",
            one => one.Curve is [.., var last] ? last.TestAccuracy : null);
        OfExperiment("secant.experiment.time_left", "s", "To the end, as things go.", one => one.SecondsLeft);
        OfExperiment("secant.experiment.recoveries", "{recovery}", "Slices reopened after a loss, and resumes after a crash.",
            one => one.Recoveries);
        OfLab("secant.experiment.time_share", "1", "Share of the last minute, by what it went to.", status =>
            from one in status.Experiments
            where one.Spans is not null
            from share in SpanShares.All
            select Of(share.Share(one.Spans!), (Telemetry.Experiment, one.Id), ("activity", share.Name)));
        _asking = AskAsync(ask, time);
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync().ConfigureAwait(false);
        await _asking.ConfigureAwait(false);
        _meter.Dispose();
        _leaving.Dispose();
    }

    private static Measurement<double> Of(double value, params (string Key, string Value)[] tags) =>
        new(value, tags.Select(tag => new KeyValuePair<string, object?>(tag.Key, tag.Value)));

    private void OfLab(string name, string unit, string description,
        Func<StatusDocument, IEnumerable<Measurement<double>>> read) =>
        _meter.CreateObservableGauge(name, () => _status is { } status ? read(status) : [], unit, description);

    private void OfNode(string name, string unit, string description, Func<NodeDocument, double?> read) => OfLab(
        name, unit, description,
            status => status.Nodes.Select(node => (node, Value: read(node))).Where(one => one.Value is not null)
            .Select(one => Of(one.Value!.Value, ("secant.node.name", one.node.Name))));

    private void OfExperiment(string name, string unit, string description, Func<ExperimentDocument, double?> read) => OfLab(
        name, unit, description,
            status => status.Experiments.Select(one => (one, Value: read(one))).Where(one => one.Value is not null)
            .Select(one => Of(one.Value!.Value, (Telemetry.Experiment, one.one.Id))));

    private async Task AskAsync(Func<CancellationToken, Task<StatusDocument>> ask, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    _status = await ask(_leaving.Token).ConfigureAwait(false);
                }
                catch (Exception) when (!_leaving.IsCancellationRequested)
                {
                    // Whatever the fault, the lab is asked again; what is no longer known is not told.
                    _status = null;
                }
            }
            while (await timer.WaitForNextTickAsync(_leaving.Token).ConfigureAwait(false));
        }
        catch (Exception) when (_leaving.IsCancellationRequested)
        {
            // Disposed of.
        }
    }
}
