using Secant.Actors.Checkpoints;
using Secant.Actors.Wire;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using Secant.Lab.Scheduling;

namespace Secant.Actors.Coordination;

/// <summary>What a lab works with.</summary>
public sealed record LabSettings
{
    /// <summary>The lab's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it listens, HOST:PORT; "this process" for a lab without a network.</summary>
    public required string Address { get; init; }

    /// <summary>True for a lab that takes up all that is unfinished when it starts; a single run takes up what it is
    /// told.</summary>
    public required bool TakesUpAll { get; init; }

    /// <summary>The store's opening.</summary>
    public required string Instance { get; init; }

    public required BuildRecord Build { get; init; }

    public required ChunkStore Chunks { get; init; }

    public required IPayloads Payloads { get; init; }

    /// <summary>Data sets and what the store holds.</summary>
    public required ILabLibrary Library { get; init; }

    public required RunSettings Run { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Fingerprint of the fixed probe here; a node's must equal it.</summary>
    public required string Probe { get; init; }

    /// <summary>Seconds from the lab to a node and back, until it was measured.</summary>
    public double RoundTrip { get; init; }

    /// <summary>How long a node may give no sign of life before it is taken to be lost; null, where all is one process, waits for
    /// ever.</summary>
    public required TimeSpan? NodePatience { get; init; }

    /// <summary>The most that a node gets which was lost in error. Default 30 s.</summary>
    public TimeSpan LongestPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two looks at who is silent. Default 250 ms.</summary>
    public TimeSpan SilenceInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time between two looks at who should have which cores, as speeds and ways change. Default 5 s.</summary>
    public TimeSpan ReplanInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Decides who gets which cores.</summary>
    public Func<IReadOnlyList<Planner.Node>, IReadOnlyList<Planner.Job>, IReadOnlyList<Planner.Plan>> Planner { get; init; } =
        Secant.Lab.Scheduling.Planner.Decide;

    /// <summary>Longest pause between two attempts to write after the store failed. Default 30 s.</summary>
    public TimeSpan LongestStorePause { get; init; } = TimeSpan.FromSeconds(30);
}
