using System.Security.Cryptography;

namespace Secant.Actors.Wire;

/// <summary>A blob on its way here.</summary>
/// <param name="number">This process's number for it.</param>
/// <param name="blob">Its name at the other side.</param>
/// <param name="length">Its bytes, as they were announced: memory is taken as they come, not as they are promised.</param>
/// <param name="done">Gets the bytes, or what went wrong.</param>
internal sealed class Transfer(long number, string blob, int length, TaskCompletionSource<byte[]> done) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly HashSet<int> _ahead = [];
    private byte[] _bytes = [];
    private byte[]? _sha256;
    private int _hashedChunks;
    private int _asked;

    public long Number { get; } = number;

    public string Blob { get; } = blob;

    /// <summary>When the last chunk came.</summary>
    public TimeSpan LastProgress { get; set; }

    /// <summary>There are chunks that were never asked for.</summary>
    public bool HasMore => _asked < Chunks.CountOf(length);

    /// <summary>All chunks are here, it has failed, or nobody wants it any longer.</summary>
    public bool IsOver => done.Task.IsCompleted;

    /// <summary>The number of the next chunk to ask for.</summary>
    public int Next() => _asked++;

    /// <summary>Takes a chunk that was asked for and is not here yet.</summary>
    public void Take(int index, byte[] bytes, byte[]? sha256)
    {
        if (IsOver)
        {
            return;
        }

        var (start, size) = Chunks.RangeOf(index, length).GetOffsetAndLength(length);
        if (bytes.Length != size)
        {
            Fail($"chunk {index} has {bytes.Length} bytes, expected {size}");
            return;
        }

        MakeRoom(start + size);
        bytes.CopyTo(_bytes, start);
        _sha256 ??= sha256;
        _ahead.Add(index);
        while (_ahead.Remove(_hashedChunks))
        {
            _hash.AppendData(_bytes.AsSpan(Chunks.RangeOf(_hashedChunks, length)));
            _hashedChunks++;
        }

        if (_hashedChunks == Chunks.CountOf(length))
        {
            Finish();
        }
    }

    public void Fail(string reason) => done.TrySetException(new IOException($"{length} bytes could not be fetched: {reason}"));

    public void Dispose() => _hash.Dispose();

    private void Finish()
    {
        if (_hash.GetHashAndReset().AsSpan().SequenceEqual(_sha256))
        {
            done.TrySetResult(_bytes);
        }
        else
        {
            Fail("their checksum differs from the sender's");
        }
    }

    // Twice as much each time, so that never more is taken than twice what has come.
    private void MakeRoom(int end)
    {
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(length, Math.Max(end, 2L * _bytes.Length)));
        }
    }
}
