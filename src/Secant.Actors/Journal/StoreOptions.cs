namespace Secant.Actors.Journal;

/// <summary>How a store is opened for writing.</summary>
public sealed record StoreOptions
{
    /// <summary>The folder; null means the environment's SECANT_STORE, else the user's data folder.</summary>
    public string? Folder { get; init; }

    /// <summary>What the process does, shown to whoever finds the store in use: the command line as typed.</summary>
    public required string Command { get; init; }

    /// <summary>Whether this process takes up every unfinished experiment of the store: a lab does, a single run does
    /// not.</summary>
    public bool TakesUpAll { get; init; }

    /// <summary>How long another's opening of the lock file is waited for; a reader's takes but an instant. 0 to 10 s.</summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// A database up to this size, in bytes, is checked from end to end when it is opened; 0 or more. Beyond it only its header
    /// and schema are: what it mostly holds are chunks, and each has a checksum of its own.
    /// </summary>
    public long CheckUpTo { get; init; } = 256L << 20;

    /// <summary>What is asked of the folder.</summary>
    public StoreRules Rules { get; init; } = new();

    /// <summary>Tells the type of the network file system that a folder is on; null for one of this machine's own.</summary>
    internal Func<string, string?> NetworkOf { get; init; } = NetworkFileSystem.TypeOf;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LockPatience, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LockPatience, TimeSpan.FromSeconds(10));
        ArgumentOutOfRangeException.ThrowIfNegative(CheckUpTo);
    }
}
