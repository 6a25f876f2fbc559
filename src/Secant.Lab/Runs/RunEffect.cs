using Secant.Core.Experiments;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>What an <see cref="ExperimentRun"/> wants done. The coordinator actor does it; a simulator can, too.</summary>
public abstract record RunEffect
{
    private RunEffect()
    {
    }

    /// <summary>Have a worker made on a node; it reports when it is ready.</summary>
    public sealed record StartWorker(string Node, int Cores) : RunEffect;

    /// <summary>Have a node's worker compute on another number of cores.</summary>
    public sealed record ResizeWorker(string Node, int Cores) : RunEffect;

    /// <summary>Have a node's worker open a slice from a checkpoint, or from the seed where the base is 0 and none was
    /// taken.</summary>
    public sealed record OpenSlice(string Node, int Number, GroupRange Range, int Base) : RunEffect;

    /// <summary>Give an opening the logits of the passes from its base on.</summary>
    public sealed record Replay(string Node, int Number, int From, IReadOnlyList<double[]> Logits) : RunEffect;

    /// <summary>Have a node make a pass with what it owns, and queue the logits for what it is still opening.</summary>
    public sealed record Pass(
        string Node, int Iteration, IReadOnlyList<GroupRange> Owned, IReadOnlyList<int> Openings, double[] Logits) : RunEffect;

    /// <summary>Ask a node for partial logits of consecutive images.</summary>
    public sealed record Evaluate(string Node, int Iteration, bool Test, int First, int Count) : RunEffect;

    /// <summary>Have a node copy the slices that it owns.</summary>
    public sealed record CopySlices(string Node, int Iteration, IReadOnlyList<GroupRange> Owned) : RunEffect;

    /// <summary>Have a node drop all that it holds of the experiment: what it owns, and the openings up to a number.</summary>
    public sealed record Forget(string Node, int UpTo) : RunEffect;

    /// <summary>A node is needed no longer: have its worker ended. It is unknown to the run from now on.</summary>
    public sealed record StopWorker(string Node) : RunEffect;

    /// <summary>Store and commit a checkpoint: the values of all groups, in order, and the loss and the curve as they were
    /// then.</summary>
    public sealed record StoreCheckpoint(
        int Iteration,
        IReadOnlyList<(GroupRange Range, ReadOnlyMemory<byte> Values)> Parts,
        double? Loss,
        IReadOnlyList<CurvePoint> Curve) : RunEffect;

    /// <summary>A checkpoint that was asked for stands; the run waits for <see cref="ExperimentRun.Continue"/>.</summary>
    public sealed record Held(int Iteration) : RunEffect;

    /// <summary>All passes are made, the last checkpoint stands.</summary>
    public sealed record Complete(double TrainAccuracy, double TestAccuracy) : RunEffect;

    /// <summary>The experiment cannot go on.</summary>
    public sealed record Fail(int Iteration, string Reason) : RunEffect;

    /// <summary>Something that a watcher wants to know.</summary>
    /// <param name="Kind">One of <see cref="HappeningKinds"/>.</param>
    /// <param name="Text">What, in one line.</param>
    /// <param name="Node">The node that it is about; null where none.</param>
    /// <param name="Giver">The node that gave something up for it; null where none did.</param>
    public sealed record Note(string Kind, string Text, string? Node = null, string? Giver = null) : RunEffect;
}
