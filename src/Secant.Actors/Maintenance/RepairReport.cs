namespace Secant.Actors.Maintenance;

/// <summary>What a repair did.</summary>
/// <param name="Findings">What was found before.</param>
/// <param name="Dropped">What could not be kept, and what follows from that, each in one line.</param>
/// <param name="Lost">Those of them that nothing brings back: settings or results.</param>
/// <param name="Kept">Where the damaged files are now; null where nothing had to be repaired.</param>
public sealed record RepairReport(
    StoreFindings Findings, IReadOnlyList<string> Dropped, IReadOnlyList<string> Lost, string? Kept);
