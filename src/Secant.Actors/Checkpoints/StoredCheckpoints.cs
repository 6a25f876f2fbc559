using Secant.Actors.Journal;
using Secant.Core;

namespace Secant.Actors.Checkpoints;

/// <summary>What a store that is read without an actor system has of checkpoints.</summary>
public static class StoredCheckpoints
{
    /// <summary>The last committed checkpoint that can be read whole; the last two are there.</summary>
    /// <param name="reader">Of the store.</param>
    /// <param name="id">The experiment.</param>
    /// <returns>Null when none was committed.</returns>
    /// <exception cref="SecantException">None can be read, or the store cannot.</exception>
    public static CheckpointContents? ReadCheckpoint(this StoreReader reader, string id)
    {
        var folder = StoreFolder.Resolve(reader.Folder);
        RepairSwap.RequireEnded(folder);
        return new CheckpointReader(folder).ReadLast(id);
    }
}
