namespace Secant.Lab.Contracts;

/// <summary>The words of <see cref="NodeDocument.State"/>.</summary>
public static class NodeStates
{
    /// <summary>Nobody needs it; its document says why.</summary>
    public const string Idle = "idle";

    public const string Busy = "busy";

    /// <summary>It hands over what it holds and gets nothing more.</summary>
    public const string Draining = "draining";

    /// <summary>It has handed over all it held and gets nothing until its worker is started anew.</summary>
    public const string Drained = "drained";

    /// <summary>Its last sign of life is old.</summary>
    public const string Suspect = "suspect";

    /// <summary>It is gone; shown until it is back, or for some minutes.</summary>
    public const string Lost = "lost";
}
