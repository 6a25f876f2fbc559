namespace Secant.Actors.Journal.Upkeep;

/// <summary>What is kept of an experiment, as its coordinator does while it runs.</summary>
internal static class Retention
{
    /// <summary>Whether its own events say that it has ended.</summary>
    public static bool IsOver(IEnumerable<IEvent?> events) => events.Any(entry => entry is ExperimentCompleted or ExperimentFailed);

    /// <summary>The checkpoints that should be whole: the last two, of one that has ended the last.</summary>
    public static List<CheckpointCommitted> Checkpoints(IReadOnlyCollection<IEvent?> events) =>
        [.. events.OfType<CheckpointCommitted>().TakeLast(IsOver(events) ? 1 : 2)];
}
