using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Core.Forecasting;

/// <summary>What a run occupies and sends, which follows from its sizes alone.</summary>
/// <param name="ParameterCount">D·H + H + H·C + C.</param>
/// <param name="ParameterBytes">The parameters as they are stored.</param>
/// <param name="MemoryBytes">Parameters, copies of them while a checkpoint is stored, what a pass works with, and the logits kept
/// for replays.</param>
/// <param name="BytesAPass">Over the wire in a pass, both ways, all nodes together; 0 where all is in one process.</param>
/// <param name="BytesARun">Over the wire in the whole run: passes, evaluations and checkpoints.</param>
public sealed record RunFootprint(long ParameterCount, long ParameterBytes, long MemoryBytes, long BytesAPass, long BytesARun)
{
    // A message's names, ranges and frame, as measured.
    private const int HeaderBytes = 300;

    // Logits kept for replays are bounded, and dropped with each checkpoint.
    private const long MostLogBytes = 256L << 20;

    // While a checkpoint is stored: the net, the copy of it, the book's order for the fingerprint, and the chunks.
    private const int NetsInOneProcess = 4;

    // Measured with a million samples: partial sums, what they are joined in, and copies on their way.
    private const int LogitsAtWork = 32;

    // A sparse image's objects and their headers.
    private const int ImageObjects = 136;

    /// <param name="spec">The experiment.</param>
    /// <param name="shape">Its net.</param>
    /// <param name="trainCount">Train images.</param>
    /// <param name="testCount">Test images.</param>
    /// <param name="nodes">Nodes on other machines or in other processes; 0 for a run in one process.</param>
    /// <param name="checkpoints">Checkpoints that will be taken on its way; one more at its end.</param>
    public static RunFootprint Of(ExperimentSpec spec, NetShape shape, int trainCount, int testCount, int nodes, int checkpoints)
    {
        var bytes = SliceTrainer.ValuesLength(shape, new GroupRange(0, shape.Groups));
        var logits = (long)spec.BatchSize * shape.Classes * sizeof(double);
        var log = (long)Math.Min(MostLogBytes, spec.Iterations / (checkpoints + 1.0) * logits);
        var preActivations = (long)spec.BatchSize * shape.UnitGroups * NetShape.GroupSize * sizeof(double);
        var up = nodes == 0 ? 0 : Subtrees(shape.Groups, nodes);
        var pass = (nodes * (logits + (2 * HeaderBytes))) + (up * logits);
        var images = ((long)RunForecast.Points(spec) * testCount) + trainCount;
        var evaluations = up * images * shape.Classes * sizeof(double);
        var copies = nodes == 0 ? 0 : (checkpoints + 1) * bytes;
        return new RunFootprint(
            shape.ParameterCount, bytes, ((nodes == 0 ? NetsInOneProcess : 2) * bytes) + log + preActivations
                + (LogitsAtWork * logits), pass, (spec.Iterations * pass) + evaluations + copies);
    }

    /// <summary>Bytes that the images of a set come to once all were used, judged by the first of them.</summary>
    public static long SparseBytes(ImageSet images)
    {
        var some = Math.Min(images.Count, 100);
        var pixels = 0L;
        for (var image = 0; image < some; image++)
        {
            pixels += images.Dimension - images.Image(image).Count((byte)0);
        }

        // An index of four bytes and a slot of one for each pixel that is not zero; half as many distinct values.
        return some == 0 ? 0 : images.Count * (ImageObjects + (pixels * 11 / 2 / some));
    }

    // Whole subtrees that the nodes' even shares of the groups come to.
    private static long Subtrees(int groups, int nodes)
    {
        var shares = GroupSplit.Cut(new GroupRange(0, groups), [.. Enumerable.Repeat(1.0, nodes)]);
        return shares.Where(share => share.Count > 0).Sum(share => (long)Subtree.Cover(share, groups).Count);
    }
}
