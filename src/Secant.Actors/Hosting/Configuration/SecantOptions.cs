using Akka.Configuration;
using Secant.Core.Experiments;

namespace Secant.Actors.Hosting.Configuration;

/// <summary>Everything that can be configured, read and checked. Keys, defaults and explanations stand in reference.hocon.</summary>
public sealed record SecantOptions
{
    /// <summary>Folder of the store (<c>secant.store</c>), absolute; null for the user's data folder.</summary>
    public required string? Store { get; init; }

    /// <summary>Where data sets come from and stay.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>How large an experiment may be (<c>secant.limits</c>).</summary>
    public required SpecLimits Limits { get; init; }

    /// <summary>Cores that a node lends (<c>secant.compute.cores</c>), 0 to 4096; 0 is all.</summary>
    public required int Cores { get; init; }

    /// <summary>When checkpoints are taken.</summary>
    public required CheckpointOptions Checkpoint { get; init; }

    /// <summary>What is logged (<c>secant.log.level</c>).</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>The <c>akka</c> section of the operator's file, to be laid over the program's own; empty where there is none.</summary>
    public required Config Akka { get; init; }

    /// <summary>The operator's file, absolute; null where there is none.</summary>
    public required string? File { get; init; }
}

/// <summary>Section <c>secant.data</c>.</summary>
public sealed record DataOptions
{
    /// <summary>Folder of downloaded data sets (<c>cache</c>), absolute; null for the user's data folder.</summary>
    public required string? Cache { get; init; }

    /// <summary>Longest silence of a mirror (<c>timeout</c>), 1 s to 1 h; default 15 s.</summary>
    public required TimeSpan Timeout { get; init; }
}

/// <summary>Section <c>secant.checkpoint</c>.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Time between two checkpoints (<c>interval</c>), 100 ms to 1 h; default 5 s.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Largest share of a run's time that checkpoints may take (<c>cost-limit</c>), 0.001 to 0.5; default 0.02.</summary>
    public required double CostLimit { get; init; }
}

/// <summary>How much goes to the log.</summary>
public enum LogLevel
{
    Off,
    Error,
    Warning,
    Info,
    Debug,
}
