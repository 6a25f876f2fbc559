using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Sweeps;

/// <summary>One run of a sweep, as far as it is.</summary>
/// <param name="Row">Its row, from 1.</param>
/// <param name="Spec">Its spec.</param>
/// <param name="Document">How it is; null where it was not yet submitted.</param>
/// <param name="WasThere">Whether the store held its result before the sweep began.</param>
/// <param name="Before">Iterations made before the sweep took it up.</param>
internal sealed record SweepRun(int Row, ExperimentSpec Spec, ExperimentDocument? Document, bool WasThere = false, int Before = 0)
{
    /// <summary>Nothing more is to be waited for: it ended, or a person paused it. What a store's trouble paused, its lab goes on
    /// with by itself.</summary>
    public bool IsOver => Document is { } document
        && (ExperimentStates.IsEnd(document.State) || ExperimentStates.IsStuck(document)
        || document is { State: ExperimentStates.Paused, Reason: null or ExperimentStates.ByAPerson });

    public bool IsCompleted => Document?.State == ExperimentStates.Completed;

    /// <summary>What is left to do of it, as an experiment of its own: so many passes fewer, evaluated as often.</summary>
    public ExperimentSpec Left => Before == 0 ? Spec
        : Spec with { Iterations = Math.Max(1, Spec.Iterations - Before), EvaluateEvery = EvaluationSchedule.Interval(Spec) };

    /// <summary>What a run costs, up to a factor that all share: samples times units of all passes.</summary>
    public double Work => (double)Math.Max(1, Spec.Iterations) * Spec.BatchSize * Spec.HiddenSize;

    /// <summary>The share of the iterations that were made, 0 to 1.</summary>
    public double Share => IsOver ? 1 : (double)(Document?.Iteration ?? 0) / Math.Max(1, Spec.Iterations);
}
