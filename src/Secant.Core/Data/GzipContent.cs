using System.IO.Compression;

namespace Secant.Core.Data;

/// <summary>The content of a gzip file of one member or several, decoded; what is no part of a member is an error of its own.</summary>
/// <param name="file">The file from its beginning.</param>
/// <param name="trailing">Makes the error for bytes that follow the last member.</param>
internal sealed class GzipContent(Stream file, Func<Exception> trailing) : Stream
{
    private readonly GZipStream _decoder = new(new MarkedGzip(file), CompressionMode.Decompress);

    // The last byte decoded: at the end it must be the mark, which is no content.
    private int _held = -1;

    private bool _hasEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_hasEnded || buffer.Length == 0)
            return 0;
        if (_held < 0)
            _held = _decoder.ReadByte();
        if (_decoder.Read(buffer) is var count and > 0)
        {
            var last = buffer[count - 1];
            buffer[..(count - 1)].CopyTo(buffer[1..]);
            buffer[0] = (byte)_held;
            _held = last;
            return count;
        }

        _hasEnded = true;
        return _held == MarkedGzip.Mark ? 0 : throw trailing();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _decoder.Dispose();
        base.Dispose(disposing);
    }
}
