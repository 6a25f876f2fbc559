using System.Buffers.Binary;

namespace Secant.Core.Data;

/// <summary>One decoded IDX file of bytes.</summary>
/// <param name="Magic">2051 for images, 2049 for labels.</param>
/// <param name="Count">Images or labels, N.</param>
/// <param name="Rows">Rows of an image; 1 for labels.</param>
/// <param name="Columns">Columns of an image; 1 for labels.</param>
/// <param name="Body">N x rows x columns bytes, row-major.</param>
internal readonly record struct IdxFile(int Magic, int Count, int Rows, int Columns, byte[] Body)
{
    public const int ImageMagic = 2051;
    public const int LabelMagic = 2049;

    /// <summary>The header as it stands in the file: 16 bytes for images, 8 for labels.</summary>
    public static byte[] ImageHeader(ImageSet set) => Header(ImageMagic, set.Count, set.Rows, set.Columns);

    /// <inheritdoc cref="ImageHeader"/>
    public static byte[] LabelHeader(ImageSet set) => Header(LabelMagic, set.Count);

    private static byte[] Header(params ReadOnlySpan<int> numbers)
    {
        var header = new byte[4 * numbers.Length];
        for (var k = 0; k < numbers.Length; k++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * k), numbers[k]);
        }

        return header;
    }
}
