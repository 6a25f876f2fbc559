namespace Secant.Lab.Runs;

/// <summary>Where a run is between two passes.</summary>
internal enum RunPhase
{
    /// <summary>Waits for partial logits of its iteration.</summary>
    Joining,

    /// <summary>Logits are known, slices are at its iteration, something has to be done first.</summary>
    Between,

    Ended,
}
