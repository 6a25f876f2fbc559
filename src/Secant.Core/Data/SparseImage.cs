using System.Runtime.CompilerServices;

namespace Secant.Core.Data;

/// <summary>
/// The non-zero pixels of an image. Most are zero, and equal ones give equal loss differences, so that the kernel wants to know
/// where the non-zero ones are and which values occur.
/// </summary>
public sealed class SparseImage
{
    private SparseImage(int[] pixels, byte[] slots, byte[] values)
    {
        Pixels = pixels;
        Slots = slots;
        Values = values;
    }

    /// <summary>Indices of the non-zero pixels, ascending.</summary>
    internal int[] Pixels { get; }

    /// <summary>For each of <see cref="Pixels"/>, where its value stands in <see cref="Values"/>.</summary>
    internal byte[] Slots { get; }

    /// <summary>The distinct non-zero values, ascending; at most 255.</summary>
    internal byte[] Values { get; }

    /// <summary>Reads the D pixels of an image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SparseImage From(ReadOnlySpan<byte> image)
    {
        Span<bool> seen = stackalloc bool[256];
        var count = 0;
        foreach (var value in image)
        {
            seen[value] = true;
            count += value == 0 ? 0 : 1;
        }

        Span<byte> slotOf = stackalloc byte[256];
        Span<byte> values = stackalloc byte[255];
        var distinct = 0;
        for (var value = 1; value < 256; value++)
        {
            if (seen[value])
            {
                slotOf[value] = (byte)distinct;
                values[distinct++] = (byte)value;
            }
        }

        var pixels = new int[count];
        var slots = new byte[count];
        var next = 0;
        for (var pixel = 0; pixel < image.Length; pixel++)
        {
            if (image[pixel] != 0)
            {
                pixels[next] = pixel;
                slots[next++] = slotOf[image[pixel]];
            }
        }

        return new SparseImage(pixels, slots, values[..distinct].ToArray());
    }
}
