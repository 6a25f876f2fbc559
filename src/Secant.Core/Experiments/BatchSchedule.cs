using Secant.Core.Numerics;

namespace Secant.Core.Experiments;

/// <summary>
/// Which train images make up the batch of an iteration: uniform draws with replacement, each a function of the seed, the
/// iteration and its place in the batch alone.
/// </summary>
/// <param name="seed">The experiment's seed.</param>
/// <param name="batchSize">Draws a batch, B.</param>
/// <param name="trainCount">Images to draw from, N.</param>
public sealed class BatchSchedule(ulong seed, int batchSize, int trainCount)
{
    /// <summary>The B indices, 0 to N - 1, of an iteration's batch.</summary>
    public int[] Indices(int iteration)
    {
        var indices = new int[batchSize];
        for (var k = 0; k < batchSize; k++)
        {
            var (low, high, _, _) = Philox.Draw(seed, RandomStreams.Batches, (uint)iteration, (uint)k, 0);

            // The high half of a 64 by 64 bit product: each index gets its share of 2^64 to within one part in 2^64 / N.
            indices[k] = (int)Math.BigMul(((ulong)high << 32) | low, (ulong)trainCount, out _);
        }

        return indices;
    }
}
