namespace Secant.Actors.Hosting;

/// <summary>How a node process is started.</summary>
public sealed record NodeHostOptions
{
    /// <summary>The lab.</summary>
    public required HostAddress Join { get; init; }

    /// <summary>What the machine is called; the lab adds a number where several are called the same.</summary>
    public required string Name { get; init; }

    /// <summary>Cores to lend.</summary>
    public required int Cores { get; init; }

    /// <summary>True to try once: a lab that is not there or goes away ends the process.</summary>
    public required bool IsOnce { get; init; }

    /// <summary>How long a lab may take to answer where <see cref="IsOnce"/> holds. Default 10 s.</summary>
    public TimeSpan OncePatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it waits for its lab.</summary>
    public PatienceOptions Patience { get; init; } = new();

    /// <summary>The address that the lab reaches this node at; null is the one that leads to the lab.</summary>
    public string? Host { get; init; }

    /// <summary>True if machines other than this one may connect to the node.</summary>
    public required bool IsInsecure { get; init; }

    /// <summary>The name that the lab must have; null where any will do.</summary>
    public string? Lab { get; init; }

    public required DataCache Cache { get; init; }

    /// <summary>Akka's log level.</summary>
    public required string LogLevel { get; init; }

    /// <summary>The operator's akka section.</summary>
    public required Akka.Configuration.Config Akka { get; init; }
}
