using Secant.Lab.Contracts;

namespace Secant.Lab.Scheduling;

/// <summary>A node as the lab knows it.</summary>
internal sealed class RegisteredNode(
    string key, NodeProtocol.Register registration, string? address, DateTimeOffset now, DateTimeOffset date)
{
    public string Key { get; } = key;

    public NodeProtocol.Register Registration { get; } = registration;

    /// <summary>Its process, which may register several times; a release that does not say is known by its
    /// registration.</summary>
    public string Process { get; } = registration.Process ?? registration.Instance;

    /// <summary>Where it is, HOST:PORT; null within the lab's own process.</summary>
    public string? Address { get; } = address;

    /// <summary>The date.</summary>
    public DateTimeOffset JoinedAt { get; } = date;

    /// <summary>By the lab's clock.</summary>
    public DateTimeOffset LastPulse { get; set; } = now;

    /// <summary>What its last sign of life said; null before the first.</summary>
    public NodeProtocol.Pulse? Pulse { get; set; }

    /// <summary>Seconds to it and back, as it measured them; null until it did.</summary>
    public double? RoundTrip => Pulse is { RoundTripSeconds: > 0 } pulse ? pulse.RoundTripSeconds : null;

    /// <summary>The planner gives it no new work.</summary>
    public bool IsDraining { get; set; }

    /// <summary>It asked to leave, and goes once it is free.</summary>
    public bool IsLeaving { get; set; }
}
