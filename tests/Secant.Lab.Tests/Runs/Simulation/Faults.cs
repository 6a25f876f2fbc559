namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>How unreliable the lines of a simulation are.</summary>
internal sealed class Faults
{
    /// <summary>How likely a message is to be lost, and with it its connection; whatever follows on that is lost, too.</summary>
    public double Loss { get; set; }

    /// <summary>How likely a command or a report is to be lost though the connection holds, as where bulk is no longer to be
    /// had.</summary>
    public double Vanish { get; set; }

    /// <summary>Commands may not be the ones that their worker expects.</summary>
    public bool Disorder { get; init; }

    /// <summary>Draws for <see cref="Vanish"/>, apart from all others.</summary>
    public required Chance Chance { get; init; }

    /// <summary>How likely a message is to come once more, later.</summary>
    public double Repeat { get; init; }
}
