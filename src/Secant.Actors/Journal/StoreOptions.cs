namespace Secant.Actors.Journal;

/// <summary>How a store is opened for writing.</summary>
public sealed record StoreOptions
{
    /// <summary>The folder; null means the environment's SECANT_STORE, else the user's data folder.</summary>
    public string? Folder { get; init; }

    /// <summary>What the process does, shown to whoever finds the store in use: the command line as typed.</summary>
    public required string Command { get; init; }

    /// <summary>Whether this process takes up every unfinished experiment of the store, as a lab does; a single run does not.</summary>
    public bool TakesUpAll { get; init; }

    /// <summary>How long another opening of the lock file is waited for; a reader holds it for an instant only. 0 to 10 s.</summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// A database up to this size is checked from end to end when it is opened, in bytes, 0 or more. Beyond it only its header and
    /// schema are: what it mostly holds are chunks, and each carries a checksum of its own.
    /// </summary>
    public long CheckUpTo { get; init; } = 256L << 20;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
