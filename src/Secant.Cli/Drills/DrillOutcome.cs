namespace Secant.Cli.Drills;

/// <summary>What came of a drill.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Recovery">To the next finished pass; null where it did not heal.</param>
/// <param name="IsSame">Whether it ended with the fingerprint of the unbroken run.</param>
/// <param name="Reason">Why it was skipped or did not heal; null where it did.</param>
/// <param name="IsSkipped">Whether it was not tried.</param>
internal sealed record DrillOutcome(string Name, TimeSpan? Recovery, bool IsSame, string? Reason, bool IsSkipped)
{
    public bool HasHealed => Recovery is not null && IsSame;
}
