namespace Secant.Core.Data;

/// <summary>
/// A gzip file with a member of one byte put after its end. The base library's decoder takes a file for complete whose last
/// bytes, the checksum and length, are cut off: with this member in their place it finds them wrong. And it stops without a word
/// at the first byte that begins no member: then the mark does not come.
/// </summary>
internal sealed class MarkedGzip(Stream file) : ForwardStream
{
    /// <summary>What the content ends with.</summary>
    public const byte Mark = 0xa5;

    // RFC 1952: header, one stored block of one byte, checksum, length.
    private readonly MemoryStream _member = new(
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1, 1, 0, 0xfe, 0xff, Mark, 0xea, 0xb8, 0xbe, 0x74, 1, 0, 0, 0], writable: false);

    public override int Read(Span<byte> buffer) => file.Read(buffer) is var count and > 0 ? count : _member.Read(buffer);
}
