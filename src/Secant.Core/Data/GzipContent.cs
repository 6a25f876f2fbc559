using System.IO.Compression;

namespace Secant.Core.Data;

/// <summary>
/// The content of a gzip file of one member or several, decoded. Reading on at an end that is none, as the file is cut off or
/// goes on with what is no member, is an <see cref="EndOfStreamException"/>.
/// </summary>
/// <param name="file">The file from its beginning.</param>
internal sealed class GzipContent(Stream file) : ForwardStream
{
    private readonly GZipStream _decoder = new(new MarkedGzip(file), CompressionMode.Decompress);

    // The last byte decoded: at the end it must be the mark, which is no content.
    private int _held = -1;

    private bool _hasEnded;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        if (_hasEnded)
        {
            return _held == MarkedGzip.Mark ? 0 : throw new EndOfStreamException();
        }

        if (_held < 0)
        {
            _held = _decoder.ReadByte();
        }

        if (_decoder.Read(buffer) is var count and > 0)
        {
            var last = buffer[count - 1];
            buffer[..(count - 1)].CopyTo(buffer[1..]);
            buffer[0] = (byte)_held;
            _held = last;
            return count;
        }

        _hasEnded = true;
        if (_held is MarkedGzip.Mark or < 0)
        {
            return Read(buffer);
        }

        // No mark, and so content, of a member that is whole or of one that is cut off.
        buffer[0] = (byte)_held;
        _held = -1;
        return 1;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
        }

        base.Dispose(disposing);
    }
}
