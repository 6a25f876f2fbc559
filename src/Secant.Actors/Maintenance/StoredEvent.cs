using Secant.Actors.Journal;
using Secant.Lab.Contracts;

namespace Secant.Actors.Maintenance;

/// <summary>A row of the journal.</summary>
/// <param name="RowId">Its rowid, the order in which rows were written.</param>
/// <param name="PersistenceId">Whose event.</param>
/// <param name="SequenceNumber">Its number among them.</param>
/// <param name="Event">What it says; null where its bytes are damaged.</param>
internal sealed record StoredEvent(long RowId, string PersistenceId, long SequenceNumber, IEvent? Event)
{
    /// <summary>The experiment's id; null for the lab's own events.</summary>
    public string? Experiment => PersistenceId.StartsWith(JournalReader.ExperimentPrefix, StringComparison.Ordinal)
        ? PersistenceId[JournalReader.ExperimentPrefix.Length..]
        : null;
}

/// <summary>A row of the snapshot store.</summary>
/// <param name="RowId">Its rowid.</param>
/// <param name="Sha256">Of the bytes that are there.</param>
internal sealed record StoredChunk(long RowId, byte[] Sha256);
