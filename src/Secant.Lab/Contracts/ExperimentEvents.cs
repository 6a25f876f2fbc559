using ProtoBuf;
using Secant.Core.Experiments;

namespace Secant.Lab.Contracts;

/// <summary>What a coordinator persists, under the persistence id "experiment-ID". Fields are only ever added, never
/// renumbered.</summary>
public interface IExperimentEvent : IEvent;

/// <summary>A start of a lab took the experiment up; written before the first message of that life.</summary>
/// <param name="Life">Its number, from 1.</param>
/// <param name="Instance">The opening of the store that began it.</param>
/// <param name="StartedAtUnixMilliseconds">When.</param>
/// <param name="Build">What runs it.</param>
/// <param name="From">
/// The iteration of the checkpoint that it goes on from, -1 where there is none: later ones could not be read. Null in stores of
/// older builds.
/// </param>
[ProtoContract(SkipConstructor = true)]
public sealed record LifeStarted(
    [property: ProtoMember(1)] int Life,
    [property: ProtoMember(2)] string Instance,
    [property: ProtoMember(3)] long StartedAtUnixMilliseconds,
    [property: ProtoMember(4)] BuildRecord Build,
    [property: ProtoMember(5)] int? From = null) : IExperimentEvent;

/// <summary>The life ended in good order, at a checkpoint: taking the experiment up again is no recovery.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record LifeSuspended([property: ProtoMember(1)] int Iteration) : IExperimentEvent;

/// <summary>The same life goes on after <see cref="LifeSuspended"/>: its end without another one is a crash.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record LifeContinued([property: ProtoMember(1)] int Iteration) : IExperimentEvent;

/// <summary>All groups' parameters after one iteration are in the snapshot store, every chunk synced before this event.</summary>
/// <param name="Iteration">Passes made before it.</param>
/// <param name="Chunks">In the order of their groups.</param>
/// <param name="Fingerprint">Of its parameters.</param>
/// <param name="Progress">What the run had to show then.</param>
/// <param name="Life">The life that saved it; 0 in stores of version 1 and 2.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record CheckpointCommitted(
    [property: ProtoMember(1)] int Iteration,
    [property: ProtoMember(2)] ChunkRecord[] Chunks,
    [property: ProtoMember(3)] string Fingerprint,
    [property: ProtoMember(4)] ProgressRecord Progress,
    [property: ProtoMember(5)] int Life = 0) : IExperimentEvent
{
    /// <summary>Where its chunks are, in order.</summary>
    public IEnumerable<ChunkKey> Keys(string experiment) => Chunks.Select(chunk => KeyOf(experiment, chunk));

    /// <summary>Where one of its chunks is.</summary>
    public ChunkKey KeyOf(string experiment, ChunkRecord chunk) => new(experiment, Life, Iteration, chunk.Index);
}

/// <summary>The experiment ran to its end. Its last checkpoint holds the result.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record ExperimentCompleted(
    [property: ProtoMember(1)] int Iteration,
    [property: ProtoMember(2)] string Fingerprint,
    [property: ProtoMember(3)] double TrainAccuracy,
    [property: ProtoMember(4)] double TestAccuracy,
    [property: ProtoMember(5)] ProgressRecord Progress) : IExperimentEvent;

/// <summary>The experiment cannot go on.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record ExperimentFailed(
    [property: ProtoMember(1)] int Iteration,
    [property: ProtoMember(2)] string Reason,
    [property: ProtoMember(3)] ProgressRecord Progress) : IExperimentEvent;

/// <summary>One chunk of a checkpoint: the parameters of a range of groups, as little-endian doubles.</summary>
/// <param name="Index">Its number within the checkpoint, from 0.</param>
/// <param name="FirstGroup">The first group in it.</param>
/// <param name="GroupCount">How many groups it holds.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">Its checksum, 32 bytes.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record ChunkRecord(
    [property: ProtoMember(1)] int Index,
    [property: ProtoMember(2)] int FirstGroup,
    [property: ProtoMember(3)] int GroupCount,
    [property: ProtoMember(4)] int Length,
    [property: ProtoMember(5)] byte[] Sha256);

/// <summary>What a run has to show so far.</summary>
/// <param name="Loss">Of the last batch.</param>
/// <param name="Curve">
/// At a checkpoint the points since the one before, else all; of stores of version 1 always all. <see cref="LearningCurve"/> puts
/// them together.
/// </param>
/// <param name="ElapsedSeconds">Wall time of all lives.</param>
/// <param name="PassMilliseconds">Of the passes that were timed.</param>
/// <param name="Recoveries">Of slices and of the whole.</param>
/// <param name="Nodes">That hold slices.</param>
/// <param name="Stretch">Where the time since the checkpoint before went.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record ProgressRecord(
    [property: ProtoMember(1)] double? Loss,
    [property: ProtoMember(2)] CurvePoint[]? Curve,
    [property: ProtoMember(3)] double ElapsedSeconds,
    [property: ProtoMember(4)] PassMilliseconds? PassMilliseconds,
    [property: ProtoMember(5)] int Recoveries,
    [property: ProtoMember(6)] int Nodes,
    [property: ProtoMember(7)] StretchRecord? Stretch = null);

/// <summary>A stretch of a run: since the checkpoint before, but for the last seconds, which belong to the next one.</summary>
/// <param name="FromUnixMilliseconds">When it begins.</param>
/// <param name="ToUnixMilliseconds">When it ends.</param>
/// <param name="Spans">Where its time went; null where no pass was made in it.</param>
/// <param name="Happenings">What happened to the experiment, oldest first; null where nothing did.</param>
/// <param name="Checkpoint">The last one that this life stored by its end; null where there was none.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record StretchRecord(
    [property: ProtoMember(1)] long FromUnixMilliseconds,
    [property: ProtoMember(2)] long ToUnixMilliseconds,
    [property: ProtoMember(3)] SpansDocument? Spans,
    [property: ProtoMember(4)] HappeningDocument[]? Happenings,
    [property: ProtoMember(5)] CheckpointDocument? Checkpoint = null);

/// <summary>Wall time of a pass, waiting included, evaluations and checkpoints not.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record PassMilliseconds(
    [property: ProtoMember(1)] double Median,
    [property: ProtoMember(2)] double P99);

/// <summary>The program and machine that ran it.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record BuildRecord(
    [property: ProtoMember(1)] string Version,
    [property: ProtoMember(2)] string? Commit,
    [property: ProtoMember(3)] string Runtime,
    [property: ProtoMember(4)] string Os,
    [property: ProtoMember(5)] string Cpu);
