namespace Secant.Actors.Wire;

/// <summary>How bytes are cut into chunks: all of one size, the last one as it comes.</summary>
internal static class Chunks
{
    public static int CountOf(int length) => (int)(((long)length + BlobProtocol.ChunkBytes - 1) / BlobProtocol.ChunkBytes);

    public static Range RangeOf(int index, int length)
    {
        var start = index * BlobProtocol.ChunkBytes;
        return start..(start + Math.Min(BlobProtocol.ChunkBytes, length - start));
    }
}
