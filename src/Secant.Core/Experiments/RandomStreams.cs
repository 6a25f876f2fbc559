namespace Secant.Core.Experiments;

/// <summary>The first word of every Philox counter, so that no two uses share a draw. The numbers are part of every
/// result.</summary>
internal static class RandomStreams
{
    public const uint Batches = 0;
    public const uint HiddenWeights = 1;
    public const uint OutputWeights = 2;

    /// <summary>Which parameters a check samples; no part of any result.</summary>
    public const uint Checks = 3;

    /// <summary>And the number after it.</summary>
    public const uint Probes = 4;
}
