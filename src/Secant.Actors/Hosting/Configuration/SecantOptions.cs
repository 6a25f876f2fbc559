using Akka.Configuration;
using Secant.Actors.Journal;
using Secant.Core.Experiments;
using Secant.Lab.Runs;

namespace Secant.Actors.Hosting.Configuration;

/// <summary>Everything that can be configured, read and checked. Keys, defaults and explanations stand in
/// reference.hocon.</summary>
public sealed record SecantOptions
{
    /// <summary>Folder of the store (<c>secant.store</c>), absolute; null for the user's data folder.</summary>
    public required string? Store { get; init; }

    /// <summary>What is asked of the store's place (<c>secant.store-on-network</c>, <c>secant.store-limit</c>).</summary>
    public required StoreRules StoreRules { get; init; }

    /// <summary>Where data sets come from and stay.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>How large an experiment may be (<c>secant.limits</c>).</summary>
    public required SpecLimits Limits { get; init; }

    /// <summary>Cores that a node lends (<c>secant.compute.cores</c>), 0 to 4096; 0 is all.</summary>
    public required int Cores { get; init; }

    /// <summary>What a lab process starts with.</summary>
    public required LabOptions Lab { get; init; }

    /// <summary>What a node process starts with.</summary>
    public required NodeOptions Node { get; init; }

    /// <summary>How long machines wait for each other (<c>secant.patience</c>).</summary>
    public required PatienceOptions Patience { get; init; }

    /// <summary>How experiments are watched over (<c>secant.slices</c>, <c>secant.checkpoint</c>).</summary>
    public required RunSettings Run { get; init; }

    /// <summary>What is logged (<c>secant.log.level</c>).</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>File that is logged to, a JSON object a line (<c>secant.log.file</c>), absolute; null for none.</summary>
    public required string? LogFile { get; init; }

    /// <summary>Where measurements go.</summary>
    public required TelemetryOptions Telemetry { get; init; }

    /// <summary>The <c>akka</c> section of the operator's file, to be laid over the program's own; empty where there is
    /// none.</summary>
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

/// <summary>Section <c>secant.lab</c>.</summary>
/// <param name="Bind">Where it listens (<c>bind</c>), HOST:PORT; default 127.0.0.1:4053.</param>
/// <param name="Name">What it is called (<c>name</c>); default "lab".</param>
/// <param name="Cores">Cores that its own machine lends (<c>cores</c>), 0 to 4096; default 0, none.</param>
public sealed record LabOptions(string Bind, string Name, int Cores);

/// <summary>Section <c>secant.node</c>.</summary>
/// <param name="Join">The lab (<c>join</c>), HOST:PORT; null where none is named.</param>
/// <param name="Name">What the machine is called (<c>name</c>); null is its host name.</param>
/// <param name="Host">Where the lab reaches it (<c>host</c>); null is the address that leads to the lab.</param>
/// <param name="Lab">The name that the lab must have (<c>lab</c>); null where any will do.</param>
public sealed record NodeOptions(string? Join, string? Name, string? Host, string? Lab);

/// <summary>What to do with a store on a network file system.</summary>
public enum StoreOnNetwork
{
    Refuse,
    Allow,
}

/// <summary>Section <c>secant.telemetry</c>.</summary>
/// <param name="Metrics">Where the lab offers metrics to a Prometheus (<c>metrics</c>), HOST:PORT; null for nowhere.</param>
/// <param name="Otlp">A collector that takes metrics and traces as OTLP over HTTP (<c>otlp</c>), an URL; null for none.</param>
public sealed record TelemetryOptions(string? Metrics, string? Otlp);

/// <summary>How much goes to the log.</summary>
public enum LogLevel
{
    Off,
    Error,
    Warning,
    Info,
    Debug,
}
