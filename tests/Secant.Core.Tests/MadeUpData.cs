using Secant.Core.Data;
using Secant.Core.Numerics;

namespace Secant.Core.Tests;

/// <summary>Small images made of a seed: many zero pixels, repeated values, some of them the largest and the smallest there
/// are.</summary>
internal static class MadeUpData
{
    private static readonly byte[] Shades = [1, 2, 17, 64, 64, 128, 200, 254, 255, 255];

    /// <summary>N images; three pixels in five are zero in each, and the first pixel is zero in all.</summary>
    public static ImageSet Images(ulong seed, int rows, int columns, int count, int classes)
    {
        var pixels = new byte[count * rows * columns];
        var labels = new byte[count];
        for (var n = 0; n < count; n++)
        {
            labels[n] = (byte)((n < classes ? (uint)n : Philox.Draw(seed, 1, (uint)n, 0, 0).W0) % (uint)classes);
            for (var i = 1; i < rows * columns; i++)
            {
                var (w0, w1, _, _) = Philox.Draw(seed, 0, (uint)n, (uint)i, 0);
                pixels[(n * rows * columns) + i] = w0 % 5 < 3 ? (byte)0 : Shades[w1 % (uint)Shades.Length];
            }
        }

        return new ImageSet(rows, columns, pixels, labels);
    }

    /// <summary>A train and a test set of such images.</summary>
    public static DataSet Set(ulong seed, int rows, int columns, int train, int test, int classes) => new(
        "made-up", "", Images(seed, rows, columns, train, classes), Images(seed + 1, rows, columns, test, classes));
}
