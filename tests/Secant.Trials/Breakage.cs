namespace Secant.Trials;

/// <summary>What is done to a lab while an experiment runs on it.</summary>
public enum Breakage
{
    None,

    /// <summary>One more worker joins.</summary>
    Join,

    /// <summary>SIGKILL of one worker.</summary>
    Kill,

    /// <summary>SIGKILL of one worker, another in its place, and SIGKILL of one again.</summary>
    KillTwice,

    /// <summary>SIGKILL of two workers at once.</summary>
    KillTwo,

    /// <summary>SIGKILL of all workers, then new ones.</summary>
    KillAll,

    /// <summary>SIGSTOP of a worker for 10 s, then SIGCONT.</summary>
    Hang,

    /// <summary>SIGTERM of a worker.</summary>
    Drain,

    /// <summary>SIGKILL of the lab; the same command again.</summary>
    KillLab,

    /// <summary>SIGTERM of the lab; the same command again.</summary>
    StopLab,
}
