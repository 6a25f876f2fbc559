namespace Secant.Actors.Journal;

/// <summary>What is asked of a store's place.</summary>
public sealed record StoreRules
{
    /// <summary>Whether it may be on a network file system, whose locks and logs SQLite cannot rely on. Default false.</summary>
    public bool AllowsNetwork { get; init; }

    /// <summary>Largest size of each of its two files, in bytes; null, the default, is as large as the disk lets them
    /// be.</summary>
    public long? FileLimit { get; init; }
}
