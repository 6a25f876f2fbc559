using Secant.Actors.Journal;
using Secant.Core;
using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Checkpoints;

/// <summary>The newest checkpoint that can be read whole.</summary>
/// <param name="Checkpoint">Null where none can.</param>
/// <param name="Damage">What is wrong with those after it.</param>
internal sealed record SoundCheckpoint(CheckpointCommitted? Checkpoint, IReadOnlyList<string> Damage);

/// <summary>The chunks of one experiment's checkpoints.</summary>
internal sealed class ExperimentChunks(ChunkStore store, string experiment, NetShape shape)
{
    /// <summary>The newest checkpoint that can be read whole; an older one where it is damaged. Other troubles say nothing about
    /// it.</summary>
    public async Task<SoundCheckpoint> NewestSoundAsync(IReadOnlyList<CheckpointCommitted> checkpoints)
    {
        var damage = new List<string>();
        foreach (var checkpoint in checkpoints.Reverse().Take(Retention.Kept))
        {
            try
            {
                foreach (var chunk in checkpoint.Chunks)
                {
                    await LoadAsync(checkpoint, chunk).ConfigureAwait(false);
                }

                return new SoundCheckpoint(checkpoint, damage);
            }
            catch (SecantException unreadable) when (StoreErrors.IsDamage(unreadable))
            {
                damage.Add(unreadable.Message);
            }
        }

        return new SoundCheckpoint(null, damage);
    }

    /// <summary>The values of a range, from the chunks that it touches.</summary>
    public async Task<byte[]> ReadAsync(CheckpointCommitted checkpoint, GroupRange range)
    {
        var values = new byte[SliceTrainer.ValuesLength(shape, range)];
        foreach (var chunk in checkpoint.Chunks)
        {
            var held = new GroupRange(chunk.FirstGroup, chunk.GroupCount);
            if (!held.Overlaps(range))
            {
                continue;
            }

            var bytes = await LoadAsync(checkpoint, chunk).ConfigureAwait(false);
            var wanted = GroupRange.Between(Math.Max(held.First, range.First), Math.Min(held.End, range.End));
            var from = (int)SliceTrainer.ValuesLength(shape, GroupRange.Between(held.First, wanted.First));
            var to = (int)SliceTrainer.ValuesLength(shape, GroupRange.Between(range.First, wanted.First));
            bytes.AsSpan(from, (int)SliceTrainer.ValuesLength(shape, wanted)).CopyTo(values.AsSpan(to));
        }

        return values;
    }

    /// <summary>Saves every chunk, then gives what the commit event says of them.</summary>
    public Task<(ChunkRecord[] Chunks, string Fingerprint)> WriteAsync(
        int life, int iteration, IReadOnlyList<(GroupRange Range, ReadOnlyMemory<byte> Values)> parts) =>
        CheckpointWriter.WriteAsync(store, experiment, life, iteration, shape, parts);

    public Task DeleteAsync(CheckpointCommitted checkpoint) => store.DeleteAsync(checkpoint.Keys(experiment));

    private Task<byte[]> LoadAsync(CheckpointCommitted checkpoint, ChunkRecord chunk) =>
        store.LoadAsync(checkpoint.KeyOf(experiment, chunk), chunk.Sha256);
}
