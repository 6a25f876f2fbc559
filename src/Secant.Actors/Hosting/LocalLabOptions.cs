using Secant.Actors.Journal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Runs;

namespace Secant.Actors.Hosting;

/// <summary>How a lab within this process is started.</summary>
public sealed record LocalLabOptions
{
    /// <summary>Folder of the store; null is the default one.</summary>
    public required string? StoreFolder { get; init; }

    /// <summary>What is asked of that folder.</summary>
    public StoreRules StoreRules { get; init; } = new();

    /// <summary>Cores to compute on.</summary>
    public required int Cores { get; init; }

    /// <summary>The command line as typed: shown to whoever finds the store in use.</summary>
    public required string Command { get; init; }

    /// <summary>True where all that is unfinished will be taken up.</summary>
    public required bool TakesUpAll { get; init; }

    /// <summary>How experiments are watched over.</summary>
    public required RunSettings Run { get; init; }

    /// <summary>Where data sets are found.</summary>
    public required DataCatalogue Data { get; init; }

    /// <summary>How large an experiment may be.</summary>
    public required SpecLimits Limits { get; init; }

    /// <summary>Akka's log level: OFF, ERROR, WARNING, INFO or DEBUG.</summary>
    public string LogLevel { get; init; } = "OFF";

    /// <summary>The operator's akka section.</summary>
    public Akka.Configuration.Config Akka { get; init; } = global::Akka.Configuration.Config.Empty;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
