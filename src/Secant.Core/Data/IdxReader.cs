using System.Buffers.Binary;

namespace Secant.Core.Data;

/// <summary>
/// Reads an IDX file of bytes, plain or gzip, whichever its first bytes say. Source of the format: the page of the MNIST
/// database. Every damage is a <see cref="SecantException"/> of one line, and a forged header allocates nothing.
/// </summary>
internal static class IdxReader
{
    /// <summary>Most bytes that one file may hold after its header, 1 GiB.</summary>
    public const int MaxBodyBytes = 1 << 30;

    // Deflate cannot expand by more than this, so a header that asks for more is not honest.
    private const int MaxExpansion = 1032;

    /// <summary>Images: big-endian 2051, N, rows, columns, then N x rows x columns bytes.</summary>
    /// <param name="file">A seekable stream at its beginning.</param>
    /// <param name="source">How errors name the file.</param>
    public static IdxFile ReadImages(Stream file, string source) => Read(file, source, IdxFile.ImageMagic);

    /// <summary>Labels: big-endian 2049, N, then N bytes.</summary>
    /// <inheritdoc cref="ReadImages"/>
    public static IdxFile ReadLabels(Stream file, string source) => Read(file, source, IdxFile.LabelMagic);

    private static IdxFile Read(Stream file, string source, int magic)
    {
        try
        {
            var limit = file.Length;
            if (!IsGzip(file, source))
            {
                return Decode(file, source, magic, limit);
            }

            using var gzip = new GzipContent(file);
            return Decode(gzip, source, magic, limit * MaxExpansion);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(source, "its gzip data is corrupt or cut off", e);
        }
    }

    private static bool IsGzip(Stream file, string source)
    {
        Span<byte> start = stackalloc byte[2];
        var count = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        if (count < 2)
        {
            throw Damaged(source, $"it holds {count} bytes, too few for an IDX header");
        }

        file.Position = 0;
        return (start[0], start[1]) switch
        {
            (0x1f, 0x8b) => true,
            (0, 0) => false,
            _ => throw Damaged(source,
                $"it is not gzip and not IDX: expected first bytes 1f8b or 0000, found {Convert.ToHexStringLower(start)}"),
        };
    }

    private static IdxFile Decode(Stream content, string source, int magic, long limit)
    {
        var found = Number(content, source);
        if (found != magic && OfOtherKind(found, magic) is { } other)
        {
            throw new SecantException(Failure.Data, $"{source} {other}");
        }

        if (found != magic)
        {
            throw Damaged(source,
                $"wrong magic: expected {magic} ({Kind(magic)}), found "
                    + $"{found}{(Kind((int)found) is { } kind ? $" ({kind})" : "")}");
        }

        long count = Number(content, source);
        long rows = 1, columns = 1;
        if (magic == IdxFile.ImageMagic)
        {
            (rows, columns) = (Number(content, source), Number(content, source));
        }

        if (count == 0)
        {
            throw Damaged(source, $"it holds no {Kind(magic)}");
        }

        if (rows == 0 || columns == 0)
        {
            throw Damaged(source, $"its images have no pixels: {rows} x {columns}");
        }

        var length = (UInt128)(ulong)count * (ulong)rows * (ulong)columns;
        if (length > MaxBodyBytes)
        {
            throw Damaged(source,
                $"its header asks for {length} bytes ({count} x {rows} x {columns}), the limit is {MaxBodyBytes}");
        }

        if ((long)length > limit)
        {
            throw Damaged(source, $"too short: its header asks for {length} bytes, the file cannot hold them");
        }

        var body = GC.AllocateUninitializedArray<byte>((int)length);
        var read = content.ReadAtLeast(body, body.Length, throwOnEndOfStream: false);
        if (read < body.Length)
        {
            throw Damaged(source, $"too short: its header asks for {length} bytes, found {read}");
        }

        ExpectEnd(content, source, (long)length);
        return new IdxFile(magic, (int)count, (int)rows, (int)columns, body);
    }

    // Reading past the end also makes the decoder check gzip's own checksum.
    private static void ExpectEnd(Stream content, string source, long length)
    {
        Span<byte> after = stackalloc byte[1024];
        int count;
        try
        {
            count = content.Read(after[..1]);
        }
        catch (EndOfStreamException e)
        {
            throw Damaged(source, "bytes follow after the end of its gzip data", e);
        }

        if (count > 0)
        {
            // Where a file is cut off the decoder makes up a few bytes, then finds no end.
            content.ReadAtLeast(after, after.Length, throwOnEndOfStream: false);
            throw Damaged(source, $"bytes follow after the {length} that its header asks for");
        }
    }

    private static uint Number(Stream content, string source)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (content.ReadAtLeast(bytes, 4, throwOnEndOfStream: false) < 4)
        {
            throw Damaged(source, "it ends within the IDX header");
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    // Sound files of other kinds: what they are, and what to do. The magic number is 0, 0, type of values, number of dimensions.
    private static string? OfOtherKind(uint found, int magic)
    {
        if (found >> 16 == 0x1f8b)
        {
            return "is compressed twice; unpack it once, such as with gunzip";
        }

        var (type, dimensions) = ((found >> 8) & 0xff, (int)(found & 0xff));
        var values = type switch
        {
            0x08 => "bytes",
            0x09 => "signed bytes",
            0x0b => "2-byte integers",
            0x0c => "4-byte integers",
            0x0d => "4-byte floats",
            0x0e => "8-byte floats",
            _ => null,
        };
        if (found >> 16 != 0 || values is null || dimensions == 0 || Kind((int)found) is not null)
        {
            return null;
        }

        var expected = magic & 0xff;
        var cure = (magic, type) switch
        {
            (IdxFile.LabelMagic, 0x0c) =>
                "write each label, its first column where it has several as those of QMNIST have, as a byte",
            (IdxFile.LabelMagic, _) => "write each label as a byte",
            (_, 0x08) => "write each image as rows and columns of one byte a pixel",
            _ => "write each pixel as a byte from 0 to 255",
        };
        return $"holds {values} in {Counted.Of(dimensions, "dimension")}, expected bytes in {expected} ({Kind(magic)}); {cure}";
    }

    private static string? Kind(int magic) => magic switch
    {
        IdxFile.ImageMagic => "images",
        IdxFile.LabelMagic => "labels",
        _ => null,
    };

    private static SecantException Damaged(string source, string what, Exception? inner = null) =>
        new(Failure.Data, $"{source} is damaged: {what}; replace the file", inner);
}
