using Secant.Lab.Contracts;

namespace Secant.Lab.History;

/// <summary>What an experiment's own events add up to, for those who read them. Immutable.</summary>
internal sealed record ExperimentHistory
{
    public LifeStarted? Life { get; private init; }

    public ExperimentCompleted? Completed { get; private init; }

    public ExperimentFailed? Failed { get; private init; }

    public ProgressRecord? Progress { get; private init; }

    public IReadOnlyList<Core.Experiments.CurvePoint> Curve { get; private init; } = [];

    /// <summary>Resumes after a crash that its progress does not count yet.</summary>
    public int CrashesSinceProgress { get; private init; }

    public int Iteration { get; private init; }

    public IReadOnlyList<string> NodeNames { get; private init; } = [];

    public string? Fingerprint { get; private init; }

    // So that the first life resumes nothing.
    private bool IsSuspended { get; init; } = true;

    public static ExperimentHistory Of(IEnumerable<IExperimentEvent> events) =>
        events.Aggregate(new ExperimentHistory { Curve = LearningCurve.Of(events).Points },
            (history, happened) => history.Apply(happened));

    private ExperimentHistory Apply(IExperimentEvent happened) => happened switch
    {
        LifeStarted life => this with
        {
            Life = life,
            CrashesSinceProgress = CrashesSinceProgress + (IsSuspended ? 0 : 1),
            IsSuspended = false,
        },
        LifeSuspended => this with { IsSuspended = true },
        LifeContinued => this with { IsSuspended = false },
        CheckpointCommitted e => At(e.Iteration, e.Progress) with { Fingerprint = e.Fingerprint },
        ExperimentCompleted e => At(e.Iteration, e.Progress) with { Fingerprint = e.Fingerprint, Completed = e },
        ExperimentFailed e => At(e.Iteration, e.Progress) with { Failed = e },
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is no event of an experiment"),
    };

    private ExperimentHistory At(int iteration, ProgressRecord progress) => this with
    {
        Iteration = iteration,
        Progress = progress,
        CrashesSinceProgress = 0,
        NodeNames = [.. NodeNames.Union(progress.Stretch?.Spans?.Nodes.Select(node => node.Node) ?? [])],
    };
}
