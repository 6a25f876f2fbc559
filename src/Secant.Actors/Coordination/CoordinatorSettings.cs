using Secant.Actors.Checkpoints;
using Secant.Actors.Wire;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Coordination;

/// <summary>What a coordinator works with.</summary>
public sealed record CoordinatorSettings
{
    /// <summary>The experiment's id.</summary>
    public required string Id { get; init; }

    public required ExperimentSpec Spec { get; init; }

    /// <summary>What its submitter wrote about it.</summary>
    public required string? Note { get; init; }

    /// <summary>When it was submitted.</summary>
    public required long SubmittedAtUnixMilliseconds { get; init; }

    /// <summary>How long it was expected to take; null where nobody asked.</summary>
    public ForecastRecord? Forecast { get; init; }

    public required LoadedData Data { get; init; }

    public required ChunkStore Chunks { get; init; }

    public required IPayloads Payloads { get; init; }

    public required RunSettings Run { get; init; }

    /// <summary>This opening of the store.</summary>
    public required string Instance { get; init; }

    public required BuildRecord Build { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Time between two looks for stragglers. Default 100 ms.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    public NetShape Shape => new(Data.Set.Dimension, Spec.HiddenSize, Data.Set.Classes);
}
