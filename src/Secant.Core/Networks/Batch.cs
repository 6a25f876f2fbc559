using System.Runtime.CompilerServices;
using Secant.Core.Data;

namespace Secant.Core.Networks;

/// <summary>Some images with their labels, as the kernel reads them.</summary>
public sealed class Batch
{
    /// <param name="set">The set that they come from.</param>
    /// <param name="indices">B indices into it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Batch(SparseImageSet set, ReadOnlySpan<int> indices)
    {
        Images = new SparseImage[indices.Length];
        Labels = new byte[indices.Length];
        var used = new bool[set.Dimension];
        for (var b = 0; b < indices.Length; b++)
        {
            var image = set[indices[b]];
            Images[b] = image;
            Labels[b] = set.Label(indices[b]);
            LargestPixel = Math.Max(LargestPixel, image.Values is [.., var largest] ? largest : (byte)0);
            foreach (var pixel in image.Pixels)
            {
                used[pixel] = true;
            }
        }

        UsedPixels = new int[used.AsSpan().Count(true)];
        var next = 0;
        for (var pixel = 0; pixel < used.Length; pixel++)
        {
            if (used[pixel])
            {
                UsedPixels[next++] = pixel;
            }
        }
    }

    /// <summary>B, the number of images.</summary>
    public int Size => Images.Length;

    internal SparseImage[] Images { get; }

    internal byte[] Labels { get; }

    /// <summary>The largest byte among all pixels.</summary>
    internal byte LargestPixel { get; }

    /// <summary>Indices of the pixels that are not zero in every image, ascending.</summary>
    internal int[] UsedPixels { get; }

    /// <summary>A run of consecutive images of a set.</summary>
    public static Batch Range(SparseImageSet set, int first, int count)
    {
        var indices = new int[count];
        for (var i = 0; i < count; i++)
        {
            indices[i] = first + i;
        }

        return new Batch(set, indices);
    }
}
