using ProtoBuf;
using Secant.Core.Experiments;

namespace Secant.Lab.Contracts;

/// <summary>
/// An experiment as it is shown: the JSON document of <c>run</c>, <c>show</c>, <c>list</c> and <c>status</c> (in camelCase), and
/// what a follower is sent. What is not known is null; a non-finite number is null.
/// </summary>
[ProtoContract]
public sealed record ExperimentDocument
{
    // Protobuf has no empty list and fills no read-only one, so it gets an array that may be null.
    [ProtoMember(8)]
    private readonly CurvePoint[]? _points;

    [ProtoMember(19)]
    private readonly FilingRecord[]? _filings;

    [ProtoMember(44)]
    private readonly string[]? _machines;

    [ProtoMember(1)]
    public required string Id { get; init; }

    /// <summary>One of queued, running, paused, interrupted, failed, cancelled, completed.</summary>
    [ProtoMember(2)]
    public required string State { get; init; }

    [ProtoMember(3)]
    public required SpecRecord Spec { get; init; }

    /// <summary>Passes made.</summary>
    [ProtoMember(4)]
    public int Iteration { get; init; }

    /// <summary>Mean cross-entropy of the batch of the last pass.</summary>
    [ProtoMember(5)]
    public double? Loss { get; init; }

    [ProtoMember(6)]
    public double? TrainAccuracy { get; init; }

    [ProtoMember(7)]
    public double? TestAccuracy { get; init; }

    public IReadOnlyList<CurvePoint> Curve
    {
        get => _points ?? [];
        init => _points = [.. value];
    }

    [ProtoMember(9)]
    public double? ElapsedSeconds { get; init; }

    [ProtoMember(10)]
    public PassMilliseconds? PassMilliseconds { get; init; }

    /// <summary>That of the last checkpoint; of the result when completed.</summary>
    [ProtoMember(11)]
    public string? Fingerprint { get; init; }

    /// <summary>Slices reopened after a loss plus resumes after a crash.</summary>
    [ProtoMember(12)]
    public int Recoveries { get; init; }

    /// <summary>Nodes holding slices.</summary>
    [ProtoMember(13)]
    public int? Nodes { get; init; }

    [ProtoMember(14)]
    public BuildRecord? Build { get; init; }

    /// <summary>Why it failed or is paused, in one line.</summary>
    [ProtoMember(15)]
    public string? Reason { get; init; }

    /// <summary>What its submitter wrote about it.</summary>
    [ProtoMember(16)]
    public string? Note { get; init; }

    /// <summary>Why it runs on the cores and nodes that it runs on.</summary>
    [ProtoMember(17)]
    public string? Placement { get; init; }

    /// <summary>When it was accepted into the queue.</summary>
    [ProtoMember(18)]
    public long? SubmittedAtUnixMilliseconds { get; init; }

    /// <summary>How long it was expected to take; null where nobody asked.</summary>
    [ProtoMember(30)]
    public ForecastRecord? Forecast { get; init; }

    /// <summary>Its place in each sweep that it is part of.</summary>
    public IReadOnlyList<FilingRecord> Sweeps
    {
        get => _filings ?? [];
        init => _filings = [.. value];
    }

    /// <summary>The nodes that made passes of it, as far as the store tells, in the order of their first ones.</summary>
    public IReadOnlyList<string> NodeNames
    {
        get => _machines ?? [];
        init => _machines = [.. value];
    }

    /// <summary>Seconds to its end, as things go; null where that is not known.</summary>
    [ProtoMember(40)]
    public double? SecondsLeft { get; init; }

    /// <summary>Where its time goes; null where it does not run.</summary>
    [ProtoMember(41)]
    public SpansDocument? Spans { get; init; }

    /// <summary>The last checkpoint that this life stored.</summary>
    [ProtoMember(42)]
    public CheckpointDocument? Checkpoint { get; init; }

    /// <summary>Why it is not faster, in one sentence.</summary>
    [ProtoMember(43)]
    public string? Why { get; init; }

    /// <summary>What of it could not be read from the store, in one line; null where nothing is known to be damaged.</summary>
    [ProtoMember(45)]
    public string? Damage { get; init; }
}
