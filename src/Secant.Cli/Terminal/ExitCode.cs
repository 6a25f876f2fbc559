namespace Secant.Cli.Terminal;

/// <summary>What the command hands to its caller. The failures in between are <see cref="Core.Failure"/>'s.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    public const int Failed = 1;

    public const int Usage = 2;

    /// <summary>All was done, but standard output could not be written.</summary>
    public const int Unwritten = 6;

    /// <summary>Left by Ctrl-C or SIGTERM, with work to resume.</summary>
    public const int Interrupted = 130;
}
