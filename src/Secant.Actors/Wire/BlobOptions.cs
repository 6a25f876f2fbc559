namespace Secant.Actors.Wire;

/// <summary>How bulk travels between machines.</summary>
public sealed record BlobOptions
{
    /// <summary>Most bytes that a message carries itself; more are fetched in chunks. Default 65,536.</summary>
    public int LargestInline { get; init; } = BlobProtocol.ChunkBytes;

    /// <summary>Most chunks that are asked for and not yet there, over all transfers from one machine. Default 8.</summary>
    public int Window { get; init; } = 8;

    /// <summary>
    /// How much longer than one alone a chunk may take before fewer are asked for at a time, or half as long again where that is
    /// more: what waits on the line delays heartbeats and passes as much. Default 15 ms.
    /// </summary>
    public TimeSpan QueueDelay { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>After how long a chunk that did not come is asked for again. Default 2 s.</summary>
    public TimeSpan AskAgainAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After how long without a chunk a transfer is given up. Default 15 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a blob is kept after it was last asked for, if not all its readers have got it. Default 2 min.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time between two looks at what has become late. Default 250 ms.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Most bytes that one transfer may announce. Default 2,147,483,591, the longest array.</summary>
    public int LargestBlob { get; init; } = Array.MaxLength;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
