using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>What the events of an experiment say, for the coordinator that goes on from them.</summary>
internal sealed class ExperimentLives
{
    private readonly List<CheckpointCommitted> _checkpoints = [];
    private readonly Dictionary<int, int> _slicesRecoveredByCheckpoint = [];
    private readonly LearningCurve _curve = new();
    private int _crashes;
    private int _slicesRecovered;

    /// <summary>The number of the last life.</summary>
    public int Life { get; private set; }

    /// <summary>It ended in good order, or there was none.</summary>
    public bool IsSuspended { get; private set; } = true;

    public BuildRecord? FirstBuild { get; private set; }

    public ExperimentCompleted? Completed { get; private set; }

    public ExperimentFailed? Failed { get; private set; }

    public bool HasEnded => Completed is not null || Failed is not null;

    /// <summary>The checkpoints that stand, in order.</summary>
    public IReadOnlyList<CheckpointCommitted> Checkpoints => _checkpoints;

    public CheckpointCommitted? Last => _checkpoints is [.., var last] ? last : null;

    /// <summary>What this life goes on from; null where it begins anew.</summary>
    public CheckpointCommitted? Base { get; private set; }

    public IReadOnlyList<CurvePoint> Curve => _curve.Points;

    /// <summary>Recoveries before this life, its own beginning included.</summary>
    public int Recoveries => _slicesRecovered + _crashes;

    public void Apply(IExperimentEvent happened)
    {
        switch (happened)
        {
            case LifeStarted life:
                _crashes += IsSuspended ? 0 : 1;
                IsSuspended = false;
                Life = life.Life;
                Retention.Begin(_checkpoints, life);
                FirstBuild ??= life.Build;
                break;
            case LifeSuspended:
                IsSuspended = true;
                break;
            case LifeContinued:
                IsSuspended = false;
                break;
            case CheckpointCommitted checkpoint:
                Retention.Add(_checkpoints, checkpoint);
                _curve.Extend(checkpoint);
                _slicesRecoveredByCheckpoint[checkpoint.Iteration] = checkpoint.Progress.Recoveries - _crashes;
                break;
            case ExperimentCompleted completed:
                Completed = completed;
                break;
            case ExperimentFailed failed:
                Failed = failed;
                break;
            default:
                throw new InvalidOperationException($"{happened.GetType().Name} is no event of an experiment");
        }
    }

    /// <summary>The next life goes on from a checkpoint, or begins anew.</summary>
    public void GoOnFrom(CheckpointCommitted? checkpoint)
    {
        Base = checkpoint;
        _curve.CutAfter(checkpoint?.Iteration ?? -1);
        _slicesRecovered = checkpoint is null ? 0 : _slicesRecoveredByCheckpoint[checkpoint.Iteration];
    }

    /// <summary>Forgets all checkpoints but the last few.</summary>
    /// <returns>Those that are forgotten, in order.</returns>
    public IReadOnlyList<CheckpointCommitted> KeepLast(int count)
    {
        var dropped = _checkpoints.SkipLast(count).ToList();
        _checkpoints.RemoveRange(0, dropped.Count);
        return dropped;
    }
}
