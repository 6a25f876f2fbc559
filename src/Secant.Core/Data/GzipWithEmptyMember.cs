namespace Secant.Core.Data;

/// <summary>
/// A gzip file with an empty member put after its end. The base library's decoder takes a file for complete whose last
/// bytes, the checksum and length, are cut off; with these bytes in their place it finds them wrong.
/// </summary>
internal sealed class GzipWithEmptyMember(Stream file) : Stream
{
    private readonly MemoryStream _member = new(
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0], writable: false);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => file.Read(buffer) is var count and > 0 ? count : _member.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
