namespace Secant.Actors.Maintenance;

/// <summary>What a look at a store found.</summary>
public sealed record StoreFindings
{
    /// <summary>Absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>False where nothing was ever stored.</summary>
    public required bool Exists { get; init; }

    /// <summary>Both files and their logs.</summary>
    public required long Bytes { get; init; }

    /// <summary>Events that can be read.</summary>
    public required int Events { get; init; }

    /// <summary>Experiments that were submitted.</summary>
    public required int Experiments { get; init; }

    /// <summary>Checkpoints that are whole: the last two of a run, the last of one that ended.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>Experiments whose parameters were dropped by <c>compact</c> or <c>repair</c>.</summary>
    public required int Dropped { get; init; }

    /// <summary>Chunks of checkpoints that were never committed, or that later ones replaced. They go when a writer opens the
    /// store.</summary>
    public required int Leftovers { get; init; }

    /// <summary>What is damaged, each in one line; empty where the store is sound.</summary>
    public required IReadOnlyList<string> Damage { get; init; }
}
