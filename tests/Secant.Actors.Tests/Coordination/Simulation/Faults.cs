namespace Secant.Actors.Tests.Coordination.Simulation;

/// <summary>How unreliable the lines of a simulation are.</summary>
internal sealed class Faults
{
    /// <summary>How likely a message is to be lost, and with it its connection; whatever follows on that is lost, too.</summary>
    public double Loss { get; set; }

    /// <summary>How likely a message is to come once more, later.</summary>
    public double Repeat { get; init; }
}
