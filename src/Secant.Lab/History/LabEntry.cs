using System.Globalization;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Lab.History;

/// <summary>What the lab's events tell of one experiment. Its first end stands: what was acknowledged is true.
/// Immutable.</summary>
public sealed record LabEntry(ExperimentSubmitted Submitted)
{
    private ExperimentPaused? _paused;
    private ExperimentEnded? _ended;

    public string Id => Submitted.Id;

    /// <summary>The id as a number: the order of submission to a lab.</summary>
    public int Number => int.Parse(Submitted.Id, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>False if it must stay on one node.</summary>
    public bool Splits { get; } =
        !string.Equals(Submitted.Spec.Kernel, nameof(GradientKernel.Naive), StringComparison.OrdinalIgnoreCase);

    /// <summary>Its place in each sweep.</summary>
    public IReadOnlyList<FilingRecord> Sweeps { get; private init; } = [];

    public bool IsCancelled { get; private init; }

    /// <summary>There is work left, and it waits for a person or for its store.</summary>
    public bool IsPaused => IsUnfinished && _paused is not null;

    /// <summary>Why it is paused; null where a person paused it, or nobody did.</summary>
    public string? PauseReason => _paused?.Reason;

    /// <summary>It failed.</summary>
    public bool HasFailed => _ended is { Failed: true };

    /// <summary>There is work left.</summary>
    public bool IsUnfinished => !IsCancelled && _ended is null;

    /// <summary>There is work left that nobody has stopped.</summary>
    public bool IsDue => IsUnfinished && _paused is null;

    /// <summary>The word for how it is, as far as the lab's events tell.</summary>
    public string State =>
        IsCancelled ? ExperimentStates.Cancelled
        : HasFailed ? ExperimentStates.Failed
        : _ended is not null ? ExperimentStates.Completed
        : IsPaused ? ExperimentStates.Paused
        : ExperimentStates.Queued;

    /// <summary>What can be shown of it before it has run.</summary>
    public ExperimentDocument Document() => new()
    {
        Id = Id,
        State = State,
        Spec = Submitted.Spec,
        SubmittedAtUnixMilliseconds = Submitted.SubmittedAtUnixMilliseconds,
        Note = string.IsNullOrEmpty(Submitted.Note) ? null : Submitted.Note,
        Forecast = Submitted.Forecast,
    };

    internal LabEntry Apply(ILabEvent happened) => happened switch
    {
        ExperimentFiled filed => this with { Sweeps = Filed(filed.Filing) },
        ExperimentPaused or ExperimentContinued or ExperimentCancelled or ExperimentEnded when !IsUnfinished => this,
        ExperimentPaused paused => this with { _paused = paused },
        ExperimentContinued => this with { _paused = null },
        ExperimentCancelled => this with { IsCancelled = true },
        ExperimentEnded ended => this with { _ended = ended },
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is no event of an experiment in a lab"),
    };

    private FilingRecord[] Filed(FilingRecord filing)
    {
        var others = Sweeps.Where(known => known.Sweep != filing.Sweep);
        return filing.Row > 0 ? [.. others, filing] : [.. others];
    }
}
