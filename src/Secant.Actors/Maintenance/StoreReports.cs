namespace Secant.Actors.Maintenance;

/// <summary>What a look at a store found.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="Exists">False where nothing was ever stored.</param>
/// <param name="Bytes">Both files and their logs.</param>
/// <param name="Events">Events that can be read.</param>
/// <param name="Experiments">Experiments whose submission can be read.</param>
/// <param name="Checkpoints">Checkpoints that are whole: the last two of a run, the last of one that ended.</param>
/// <param name="Dropped">Experiments whose parameters were dropped by <c>compact</c> or <c>repair</c>.</param>
/// <param name="Leftovers">Chunks that no checkpoint needs. They go when a writer opens the store.</param>
/// <param name="Damage">What is damaged, each in one line; empty where the store is sound.</param>
public sealed record StoreFindings(string Folder, bool Exists, long Bytes, int Events, int Experiments, int Checkpoints,
    int Dropped, int Leftovers, IReadOnlyList<string> Damage);

/// <summary>What a repair did.</summary>
/// <param name="Findings">What was found before.</param>
/// <param name="Dropped">What could not be kept, and what follows from that, each in one line.</param>
/// <param name="Lost">Those of them that nothing brings back: settings or results.</param>
/// <param name="Kept">Where the damaged files are now; null where nothing had to be repaired.</param>
public sealed record RepairReport(
    StoreFindings Findings, IReadOnlyList<string> Dropped, IReadOnlyList<string> Lost, string? Kept);

/// <summary>What a compaction did.</summary>
/// <param name="Folder">The store, absolute.</param>
/// <param name="BytesBefore">Both files and their logs, before.</param>
/// <param name="BytesAfter">The same, after.</param>
/// <param name="Dropped">Ids of the experiments whose parameters were dropped, oldest first.</param>
public sealed record CompactReport(string Folder, long BytesBefore, long BytesAfter, IReadOnlyList<string> Dropped);
