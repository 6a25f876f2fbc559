using Secant.Lab.Contracts;

namespace Secant.Actors.Workers;

/// <summary>What a node offers, and whom it tells what becomes of it.</summary>
public sealed record NodeSettings
{
    /// <summary>What the machine is called.</summary>
    public required string Name { get; init; }

    /// <summary>This run of the node.</summary>
    public required string Instance { get; init; }

    /// <summary>The name of the lab that it is meant for; null where any will do.</summary>
    public string? Lab { get; init; }

    /// <summary>The process that it is in, through all its runs; null where it has only one.</summary>
    public string? Process { get; init; }

    /// <summary>Cores lent.</summary>
    public required int Cores { get; init; }

    public required BuildRecord Build { get; init; }

    /// <summary>Version of the messages.</summary>
    public int Protocol { get; init; } = WireVersion.Current;

    /// <summary>Fingerprint of the fixed probe on this machine.</summary>
    public required string Probe { get; init; }

    /// <summary>Samples times units a second on one core.</summary>
    public required double Speed { get; init; }

    /// <summary>Time between two attempts to register. Default 1 s.</summary>
    public TimeSpan RegisterInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two signs of life. Default 1 s.</summary>
    public TimeSpan PulseInterval { get; init; } = TimeSpan.FromSeconds(1);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long the lab may leave signs of life unanswered; looked at with each of them. Default 6 s.</summary>
    public TimeSpan LabPatience { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Called when the lab took the node in.</summary>
    public Action<NodeProtocol.Welcome>? Joined { get; init; }

    /// <summary>Called when the lab will not have the node.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>Called when a lab that took the node in has not answered for <see cref="LabPatience"/>.</summary>
    public Action? Abandoned { get; init; }

    /// <summary>Called when a leaving node holds nothing any more.</summary>
    public Action? Released { get; init; }
}
