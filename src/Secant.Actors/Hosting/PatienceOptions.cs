namespace Secant.Actors.Hosting;

/// <summary>How long machines wait for each other (<c>secant.patience</c>). Within one process nobody waits by the
/// clock.</summary>
public sealed record PatienceOptions
{
    /// <summary>
    /// Silence after which the lab gives a node up (<c>node</c>), 2 s to 10 min; default 2.75 s. With the time between two looks
    /// it is noticed within 3 s.
    /// </summary>
    public TimeSpan Node { get; init; } = TimeSpan.FromSeconds(2.75);

    /// <summary>Silence after which a node gives its lab up (<c>lab</c>), 3 s to 10 min; default 6 s.</summary>
    public TimeSpan Lab { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The most that whoever was given up in error gets (<c>longest</c>), 2 s to 1 h; default 30 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a command waits for the lab's answer (<c>answer</c>), 1 s to 10 min; default 5 s.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(5);
}
