namespace Secant.Core;

/// <summary>
/// A failure that a user can act on. The message is one line: what, expected against found, what to do next.
/// </summary>
public sealed class SecantException(Failure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of failure it is; the command line makes an exit code of it.</summary>
    public Failure Failure { get; } = failure;
}

/// <summary>The kinds of failure that a user can tell apart, each with its exit code.</summary>
public enum Failure
{
    /// <summary>The work itself failed.</summary>
    Work = 1,

    /// <summary>The command was not well formed, or a number was out of range.</summary>
    Usage = 2,

    /// <summary>A data set is missing or damaged.</summary>
    Data = 3,

    /// <summary>The store is locked, damaged, full or not to be opened.</summary>
    Store = 4,

    /// <summary>A lab was not reached or refused, or an address is not usable.</summary>
    Lab = 5,
}
