using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>What is kept of an experiment, as its coordinator does while it runs.</summary>
internal static class Retention
{
    /// <summary>Checkpoints that a run keeps.</summary>
    public const int Kept = 2;

    /// <summary>Whether its own events say that it has ended.</summary>
    public static bool IsOver(IEnumerable<IEvent?> events) =>
        events.Any(entry => entry is ExperimentCompleted or ExperimentFailed);

    /// <summary>The checkpoints that should be whole: the last two, of one that has ended or was cancelled the last.</summary>
    public static List<CheckpointCommitted> Checkpoints(IReadOnlyCollection<IEvent?> events, bool isCancelled = false) =>
        [.. Standing(events).TakeLast(isCancelled || IsOver(events) ? 1 : Kept)];

    /// <summary>Those that no later one took the place of, in order.</summary>
    public static List<CheckpointCommitted> Standing(IEnumerable<IEvent?> events)
    {
        var standing = new List<CheckpointCommitted>();
        foreach (var entry in events)
        {
            if (entry is CheckpointCommitted checkpoint)
            {
                Add(standing, checkpoint);
            }
            else if (entry is LifeStarted life)
            {
                Begin(standing, life);
            }
        }

        return standing;
    }

    /// <summary>A life went on from one of them: those after it could not be read.</summary>
    public static void Begin(List<CheckpointCommitted> standing, LifeStarted life) =>
        standing.RemoveAll(checkpoint => checkpoint.Iteration > (life.From ?? int.MaxValue));

    /// <summary>
    /// Adds a checkpoint to those before it. It takes the place of all that are as far or further: its life began before them, as
    /// they could not be read.
    /// </summary>
    public static void Add(List<CheckpointCommitted> standing, CheckpointCommitted checkpoint)
    {
        standing.RemoveAll(other => other.Iteration >= checkpoint.Iteration);
        standing.Add(checkpoint);
    }
}
