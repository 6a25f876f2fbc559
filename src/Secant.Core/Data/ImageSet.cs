namespace Secant.Core.Data;

/// <summary>Grey images of one size with a label each, as bytes.</summary>
public sealed class ImageSet
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <param name="rows">Rows of an image.</param>
    /// <param name="columns">Columns of an image.</param>
    /// <param name="pixels">N x rows x columns bytes, image after image, row-major.</param>
    /// <param name="labels">N labels.</param>
    /// <exception cref="ArgumentException">The two arrays do not hold the same number of images.</exception>
    public ImageSet(int rows, int columns, byte[] pixels, byte[] labels)
    {
        if (pixels.Length != (long)labels.Length * rows * columns)
        {
            throw new ArgumentException(
                $"{labels.Length} labels need {(long)labels.Length * rows * columns} pixels, found {pixels.Length}");
        }

        Rows = rows;
        Columns = columns;
        _pixels = pixels;
        _labels = labels;
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Count => _labels.Length;

    /// <summary>Pixels an image, D.</summary>
    public int Dimension => Rows * Columns;

    /// <summary>All labels, N.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>All pixels, N x D, image after image.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The D pixels of an image, row-major.</summary>
    public ReadOnlySpan<byte> Image(int index) => _pixels.AsSpan(index * Dimension, Dimension);
}
