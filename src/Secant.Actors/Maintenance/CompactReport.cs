namespace Secant.Actors.Maintenance;

/// <summary>What a compaction did.</summary>
/// <param name="Folder">The store, absolute.</param>
/// <param name="BytesBefore">Both files and their logs, before.</param>
/// <param name="BytesAfter">The same, after.</param>
/// <param name="Dropped">Ids of the experiments whose parameters were dropped, oldest first.</param>
public sealed record CompactReport(string Folder, long BytesBefore, long BytesAfter, IReadOnlyList<string> Dropped);
