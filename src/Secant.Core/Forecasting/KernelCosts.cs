using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Core.Forecasting;

/// <summary>What the kernels take on one core of this machine, in seconds. They hold for any net and batch on the same images.
/// </summary>
public sealed record KernelCosts
{
    // Messages and threads that wake up: what a pass takes beside its computing on a desktop.
    private const double MessageSeconds = 90e-6;

    // A checkpoint of 0.5 MB was under way for 36 ms, one of 127 MB for 4.2 s.
    private const double TransactionSeconds = 0.02;
    private const double StoredBytesASecond = 30e6;

    /// <summary>Of a pass, what a group of hidden units takes whatever the batch.</summary>
    public required double Group { get; init; }

    /// <summary>What each sample of the batch adds to that.</summary>
    public required double GroupSample { get; init; }

    /// <summary>Taking one image through one group.</summary>
    public required double Forward { get; init; }

    /// <summary>Of a pass, what all groups share, for each sample.</summary>
    public required double Sample { get; init; }

    /// <summary>Making an image's sparse form.</summary>
    public required double Image { get; init; }

    /// <summary>Making a group of the initial net.</summary>
    public required double Opening { get; init; }

    /// <summary>The parts of a run, by counting: groups on cores, samples, messages and stored bytes.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="net">Its net.</param>
    /// <param name="cores">Cores that it gets.</param>
    /// <param name="starting">Seconds that the compiler takes of it.</param>
    /// <param name="naive">Seconds of a pass on one core the book's way, for a run that is made so; else null.</param>
    public CostSample Of(ExperimentSpec spec, NetShape net, int cores, double starting, double? naive)
    {
        // The core with the most groups is the last one to end.
        var groups = (net.UnitGroups + cores - 1) / cores;
        return new CostSample
        {
            Cores = cores,
            Overhead = MessageSeconds + (spec.BatchSize * Sample),
            Compute = naive / cores ?? groups * (Group + (spec.BatchSize * GroupSample)),
            Forward = net.UnitGroups * Forward / cores,
            FirstUse = Image / cores,
            Opening = groups * Opening,
            Saving = TransactionSeconds + (SliceTrainer.ValuesLength(net, new GroupRange(0, net.Groups)) / StoredBytesASecond),
            Starting = starting,
        };
    }
}
