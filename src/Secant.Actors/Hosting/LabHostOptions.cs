using Secant.Actors.Journal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Runs;

namespace Secant.Actors.Hosting;

/// <summary>How a lab process is started.</summary>
public sealed record LabHostOptions
{
    /// <summary>Where it listens.</summary>
    public required HostAddress Bind { get; init; }

    /// <summary>Whether other machines may connect although there are no certificates.</summary>
    public required bool IsInsecure { get; init; }

    /// <summary>The lab's name.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of the store; null is the default one.</summary>
    public required string? StoreFolder { get; init; }

    /// <summary>What is asked of that folder.</summary>
    public StoreRules StoreRules { get; init; } = new();

    /// <summary>Cores that the lab's own machine lends; 0 is none.</summary>
    public required int Cores { get; init; }

    /// <summary>The command line as typed.</summary>
    public required string Command { get; init; }

    /// <summary>How long it waits for its nodes.</summary>
    public PatienceOptions Patience { get; init; } = new();

    public required RunSettings Run { get; init; }

    public required DataCatalogue Data { get; init; }

    /// <summary>Folder in which data sets that were sent here are kept.</summary>
    public required DataCache Cache { get; init; }

    public required SpecLimits Limits { get; init; }

    /// <summary>Akka's log level.</summary>
    public required string LogLevel { get; init; }

    /// <summary>The operator's akka section.</summary>
    public required Akka.Configuration.Config Akka { get; init; }
}
