using ProtoBuf;
using Secant.Core.Slicing;

namespace Secant.Lab.Contracts;

/// <summary>
/// Between a coordinator and its worker on a node. Every message names the experiment's life; what belongs to another life is
/// dropped.
/// </summary>
public static class WorkerProtocol
{
    /// <summary>From the coordinator.</summary>
    public interface ICommand : IWireMessage
    {
        Attempt Attempt { get; }
    }

    /// <summary>From the worker.</summary>
    public interface IReport : IWireMessage
    {
        Attempt Attempt { get; }
    }

    /// <summary>Open a slice: from the seed, or from the values of a checkpoint, which come on their own.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record OpenSlice(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Number,
        [property: ProtoMember(3)] WireRange Range,
        [property: ProtoMember(4)] int Iteration,
        [property: ProtoMember(5)] bool IsFromSeed) : ICommand;

    /// <summary>The values of a checkpoint that an opening is opened from. Passes do not wait for them.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record SliceValues(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Number,
        [property: ProtoMember(3)] Payload Values) : ICommand;

    /// <summary>The logits of the passes that an opening has to replay, one pass after the other. Passes do not wait for
    /// them.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Replay(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Number,
        [property: ProtoMember(3)] int From,
        [property: ProtoMember(4)] int Count,
        [property: ProtoMember(5)] Payload Logits) : ICommand;

    /// <summary>
    /// Make a pass with the owned ranges; queue the logits for the openings named; drop everything else.
    /// </summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Pass(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Iteration,
        [property: ProtoMember(3)] WireRange[]? Owned,
        [property: ProtoMember(4)] int[]? Openings,
        [property: ProtoMember(5)] Payload Logits) : ICommand;

    /// <summary>Give the partial logits of consecutive images at an iteration.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Evaluate(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Iteration,
        [property: ProtoMember(3)] bool Test,
        [property: ProtoMember(4)] int First,
        [property: ProtoMember(5)] int Count) : ICommand;

    /// <summary>Copy ranges at an iteration, for a checkpoint.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record CopySlices(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Iteration,
        [property: ProtoMember(3)] WireRange[]? Ranges) : ICommand;

    /// <summary>Drop all that is held.</summary>
    /// <param name="Attempt">The life.</param>
    /// <param name="UpTo">The number of the last opening begun before; what is opened later stays. Null drops all.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Forget(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int? UpTo = null) : ICommand;

    /// <summary>The worker is there.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Ready(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] string Node) : IReport;

    /// <summary>Slices are after an iteration; these are their partial logits for its batch.</summary>
    /// <param name="Attempt">The life.</param>
    /// <param name="Iteration">Passes made.</param>
    /// <param name="Ranges">The slices.</param>
    /// <param name="Partials">Their sums.</param>
    /// <param name="ComputeSeconds">What the pass took to compute; 0 for an opening.</param>
    /// <param name="Opening">The number of the opening that came to the iteration; null for a pass.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Answer(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Iteration,
        [property: ProtoMember(3)] WireRange[]? Ranges,
        [property: ProtoMember(4)] Sums Partials,
        [property: ProtoMember(5)] double ComputeSeconds,
        [property: ProtoMember(6)] int? Opening = null) : IReport;

    /// <summary>Partial logits of consecutive images.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Evaluated(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Iteration,
        [property: ProtoMember(3)] bool Test,
        [property: ProtoMember(4)] int First,
        [property: ProtoMember(5)] Sums Partials) : IReport;

    /// <summary>A copy of a range's values.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record SliceCopied(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Iteration,
        [property: ProtoMember(3)] WireRange Range,
        [property: ProtoMember(4)] Payload Values) : IReport;

    /// <summary>A loss or partial derivative was not finite.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Diverged(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] int Iteration) : IReport;

    /// <summary>The worker cannot do what it was told, and starts afresh: the coordinator takes its slices for lost.</summary>
    /// <param name="Attempt">Of which life.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="MayPass">It was the line or a disk, which heals without a person.</param>
    [ProtoContract(SkipConstructor = true)]
    public sealed record GaveUp(
        [property: ProtoMember(1)] Attempt Attempt,
        [property: ProtoMember(2)] string Reason,
        [property: ProtoMember(3)] bool MayPass = false) : IReport
    {
        public static GaveUp Of(Attempt attempt, Exception cause) => new(
            attempt,
            cause is OutOfMemoryException || cause.InnerException is OutOfMemoryException
                ? "its memory ran out; give it more, take fewer hidden units or a smaller batch, or share it with more machines"
                : cause.Message,
            cause is IOException or TimeoutException or OperationCanceledException);
    }

    /// <summary>Sums over tree nodes, laid end to end.</summary>
    [ProtoContract(SkipConstructor = true)]
    public sealed record Sums(
        [property: ProtoMember(1)] WireSubtree[]? Nodes,
        [property: ProtoMember(2)] Payload Values)
    {
        /// <summary>The sums one by one.</summary>
        /// <param name="bytes">The bytes of <see cref="Values"/>.</param>
        public IReadOnlyList<PartialLogits> ToPartials(byte[] bytes)
        {
            var nodes = Nodes ?? [];
            var partials = new PartialLogits[nodes.Length];
            for (var i = 0; i < nodes.Length; i++)
            {
                var length = bytes.Length / nodes.Length;
                partials[i] = new PartialLogits(new Subtree(nodes[i].Level, nodes[i].Index),
                    Doubles.FromBytes(bytes.AsSpan(i * length, length)));
            }

            return partials;
        }
    }
}

/// <summary>A life of an experiment: how many starts of a lab have taken it up.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record Attempt(
    [property: ProtoMember(1)] string Experiment,
    [property: ProtoMember(2)] int Life);

/// <summary><see cref="GroupRange"/> on the wire.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record WireRange(
    [property: ProtoMember(1)] int First,
    [property: ProtoMember(2)] int Count)
{
    public static WireRange From(GroupRange range) => new(range.First, range.Count);

    public GroupRange ToRange() => new(First, Count);
}

/// <summary><see cref="Subtree"/> on the wire.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record WireSubtree(
    [property: ProtoMember(1)] int Level,
    [property: ProtoMember(2)] int Index);
