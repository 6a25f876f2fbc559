using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Lab.History;

/// <summary>Folds what was persisted into what is shown. Pure: who writes at the moment is passed in.</summary>
public static class DocumentProjection
{
    /// <param name="lab">The lab's events, in order.</param>
    /// <param name="experiments">Each experiment's own events by its id, in order.</param>
    /// <param name="writer">Who holds the store's lock; null when nobody does.</param>
    /// <param name="damage">What is wrong with experiments whose events cannot all be read; null is none.</param>
    /// <returns>A document for each experiment submitted, in that order.</returns>
    public static IReadOnlyList<ExperimentDocument> Project(
        IEnumerable<ILabEvent> lab,
        ILookup<string, IExperimentEvent> experiments,
        StoreOwner? writer,
        IReadOnlyDictionary<string, string>? damage = null)
    {
        var order = new List<string>();
        var histories = new Dictionary<string, LabHistory>(StringComparer.Ordinal);
        foreach (var entry in lab)
        {
            if (entry is ExperimentSubmitted submitted && histories.TryAdd(submitted.Id, new LabHistory(submitted)))
            {
                order.Add(submitted.Id);
            }
            else if (entry.Id is { } id && histories.TryGetValue(id, out var history))
            {
                histories[id] = history.Apply(entry);
            }
        }

        return
        [
            .. order.Select(id => damage?.GetValueOrDefault(id) is { } line
                ? Damaged(histories[id], line)
                : Document(histories[id], RunHistory.Of(experiments[id]), writer)),
        ];
    }

    // What it came to is not known; it neither runs nor ends before the store is repaired.
    private static ExperimentDocument Damaged(LabHistory lab, string damage) =>
        Document(lab, new RunHistory(), writer: null) with
        {
            State = lab.Cancelled ? ExperimentStates.Cancelled
            : lab.Ended is null ? ExperimentStates.Paused : ExperimentStates.Failed,
            Reason = damage,
            Damage = damage,
        };

    private static ExperimentDocument Document(LabHistory lab, RunHistory run, StoreOwner? writer)
    {
        var state = State(lab, run, writer);
        var progress = run.Progress;
        return new ExperimentDocument
        {
            Id = lab.Submitted.Id,
            State = state,
            Spec = lab.Submitted.Spec,
            Iteration = run.Iteration,
            Loss = Finite.OrNull(progress?.Loss),
            TrainAccuracy = Finite.OrNull(run.Completed?.TrainAccuracy),
            TestAccuracy = Finite.OrNull(run.Completed?.TestAccuracy),
            Curve = [.. run.Curve.Where(point => point.Iteration <= run.Iteration).Select(Shown)],
            ElapsedSeconds = Finite.OrNull(progress?.ElapsedSeconds),
            PassMilliseconds = Shown(progress?.PassMilliseconds),
            Fingerprint = run.Fingerprint,
            Recoveries = (progress?.Recoveries ?? 0) + run.CrashesSinceProgress,
            Nodes = progress?.Nodes,
            NodeNames = run.NodeNames,
            Build = run.Life?.Build,
            Reason = state switch
            {
                ExperimentStates.Failed => run.Failed?.Reason,
                ExperimentStates.Paused => lab.Paused?.Reason ?? ExperimentStates.ByAPerson,
                _ => null,
            },
            SubmittedAtUnixMilliseconds = lab.Submitted.SubmittedAtUnixMilliseconds,
            Note = string.IsNullOrEmpty(lab.Submitted.Note) ? null : lab.Submitted.Note,
            Sweeps = lab.Sweeps,
            Forecast = lab.Submitted.Forecast,
        };
    }

    private static string State(LabHistory lab, RunHistory run, StoreOwner? writer)
    {
        if (lab.Cancelled)
        {
            return ExperimentStates.Cancelled;
        }

        if (run.Failed is not null || lab.Ended is { Failed: true })
        {
            return ExperimentStates.Failed;
        }

        if (run.Completed is not null || lab.Ended is not null)
        {
            return ExperimentStates.Completed;
        }

        if (lab.Paused is not null)
        {
            return ExperimentStates.Paused;
        }

        if (run.Life is { } life)
        {
            return life.Instance == writer?.Instance ? ExperimentStates.Running : ExperimentStates.Interrupted;
        }

        // Submitted before this writer came, to one that is gone: only a lab takes it up.
        var isAwaited = writer is not null
            && (writer.TakesUpAll || lab.Submitted.SubmittedAtUnixMilliseconds >= writer.Since.ToUnixTimeMilliseconds());
        return isAwaited ? ExperimentStates.Queued : ExperimentStates.Interrupted;
    }

    private static CurvePoint Shown(CurvePoint point) =>
        point.Loss is { } loss && !double.IsFinite(loss) ? point with { Loss = null } : point;

    private static PassMilliseconds? Shown(PassMilliseconds? pass) =>
        pass is not null && double.IsFinite(pass.Median) && double.IsFinite(pass.P99) ? pass : null;

    /// <summary>What the lab said of an experiment. Its first end stands: what was acknowledged is true.</summary>
    private sealed record LabHistory(ExperimentSubmitted Submitted)
    {
        public ExperimentPaused? Paused { get; private init; }

        public bool Cancelled { get; private init; }

        public ExperimentEnded? Ended { get; private init; }

        /// <summary>Its place in each sweep.</summary>
        public IReadOnlyList<FilingRecord> Sweeps { get; private init; } = [];

        public LabHistory Apply(ILabEvent entry) => entry switch
        {
            ExperimentFiled filed => this with { Sweeps = Filed(filed.Filing) },
            _ when Cancelled || Ended is not null => this,
            ExperimentPaused paused => this with { Paused = paused },
            ExperimentContinued => this with { Paused = null },
            ExperimentCancelled => this with { Cancelled = true },
            ExperimentEnded ended => this with { Ended = ended },
            _ => this,
        };

        private FilingRecord[] Filed(FilingRecord filing)
        {
            var others = Sweeps.Where(known => known.Sweep != filing.Sweep);
            return filing.Row > 0 ? [.. others, filing] : [.. others];
        }
    }

    /// <summary>What the experiment said of itself.</summary>
    private sealed record RunHistory
    {
        public LifeStarted? Life { get; private init; }

        public ExperimentCompleted? Completed { get; private init; }

        public ExperimentFailed? Failed { get; private init; }

        public ProgressRecord? Progress { get; private init; }

        public IReadOnlyList<CurvePoint> Curve { get; private init; } = [];

        /// <summary>Resumes after a crash that its progress does not count yet.</summary>
        public int CrashesSinceProgress { get; private init; }

        public int Iteration { get; private init; }

        public IReadOnlyList<string> NodeNames { get; private init; } = [];

        // So that the first life resumes nothing.
        private bool IsSuspended { get; init; } = true;

        public string? Fingerprint { get; private init; }

        public static RunHistory Of(IEnumerable<IExperimentEvent> events) =>
            events.Aggregate(new RunHistory { Curve = LearningCurve.Of(events).Points },
            (history, entry) => history.Apply(entry));

        private RunHistory Apply(IExperimentEvent entry) => entry switch
        {
            LifeStarted e => this with
            {
                Life = e,
                CrashesSinceProgress = CrashesSinceProgress + (IsSuspended ? 0 : 1),
                IsSuspended = false
            },
            LifeSuspended => this with { IsSuspended = true },
            LifeContinued => this with { IsSuspended = false },
            CheckpointCommitted e => At(e.Iteration, e.Progress) with { Fingerprint = e.Fingerprint },
            ExperimentCompleted e => At(e.Iteration, e.Progress) with { Fingerprint = e.Fingerprint, Completed = e },
            ExperimentFailed e => At(e.Iteration, e.Progress) with { Failed = e },
            _ => this,
        };

        private RunHistory At(int iteration, ProgressRecord progress) => this with
        {
            Iteration = iteration,
            Progress = progress,
            CrashesSinceProgress = 0,
            NodeNames = [.. NodeNames.Union(progress.Stretch?.Spans?.Nodes.Select(node => node.Node) ?? [])],
        };
    }
}
