using Secant.Core.Data;

namespace Secant.Lab.Tests.Runs;

/// <summary>A small data set of random images: three pixels in five are zero, and every class occurs.</summary>
internal static class MadeUpDigits
{
    public static DataSet Create(int seed, int rows, int columns, int train, int test, int classes)
    {
        var random = new Random(seed);
        return new DataSet("made-up", $"{seed}", Images(random, rows, columns, train, classes),
            Images(random, rows, columns, test, classes));
    }

    private static ImageSet Images(Random random, int rows, int columns, int count, int classes)
    {
        var pixels = new byte[count * rows * columns];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = random.Next(5) < 3 ? (byte)0 : (byte)(17 * random.Next(1, 16));
        }

        return new ImageSet(rows, columns, pixels, [.. Enumerable.Range(0, count).Select(n => (byte)(n % classes))]);
    }
}
