using System.Security.Cryptography;

namespace Secant.Actors.Wire;

/// <summary>What this process has for others to fetch, each under a name that nobody can guess. Times are those of one clock,
/// whichever.</summary>
internal sealed class PublishedBlobs
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Bytes held.</summary>
    public long HeldBytes { get; private set; }

    public int Count => _entries.Count;

    public void Add(string blob, byte[] bytes, int readers, TimeSpan now)
    {
        _entries.Add(blob, new Entry(bytes, readers) { LastAsked = now });
        HeldBytes += bytes.Length;
    }

    /// <summary>All of a blob, or null where there is none.</summary>
    public byte[]? Whole(string blob) => _entries.GetValueOrDefault(blob)?.Bytes;

    /// <summary>A chunk, with the checksum of all of them if it is the last; null where there is none.</summary>
    public (byte[] Bytes, byte[]? Sha256)? Chunk(string blob, int index, TimeSpan now)
    {
        if (_entries.GetValueOrDefault(blob) is not { } entry || index < 0 || index >= Chunks.CountOf(entry.Bytes.Length))
        {
            return null;
        }

        entry.LastAsked = now;
        var range = Chunks.RangeOf(index, entry.Bytes.Length);
        return (entry.Bytes[range], range.End.Value == entry.Bytes.Length ? entry.Sha256() : entry.HashTo(range.End.Value));
    }

    /// <summary>A reader needs it no longer; after the last one it is dropped.</summary>
    public void GotAll(string blob)
    {
        if (_entries.GetValueOrDefault(blob) is { } entry && --entry.Readers <= 0)
        {
            Remove(blob);
        }
    }

    /// <summary>Drops what was not asked for since some time.</summary>
    public void DropUnaskedSince(TimeSpan since)
    {
        foreach (var blob in _entries.Where(entry => entry.Value.LastAsked < since).Select(entry => entry.Key).ToList())
        {
            Remove(blob);
        }
    }

    public void Clear()
    {
        foreach (var blob in _entries.Keys.ToList())
        {
            Remove(blob);
        }
    }

    private void Remove(string blob)
    {
        if (_entries.Remove(blob, out var entry))
        {
            HeldBytes -= entry.Bytes.Length;
            entry.Dispose();
        }
    }

    // The checksum is taken along with the first reader, chunk by chunk: a large blob at once would keep a pool thread busy for
    // long.
    private sealed class Entry(byte[] bytes, int readers) : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private byte[]? _sha256;
        private int _hashed;

        public byte[] Bytes { get; } = bytes;

        public int Readers { get; set; } = readers;

        public TimeSpan LastAsked { get; set; }

        public byte[] Sha256()
        {
            HashTo(Bytes.Length);
            return _sha256 ??= _hash.GetHashAndReset();
        }

        public byte[]? HashTo(int end)
        {
            if (end > _hashed)
            {
                _hash.AppendData(Bytes.AsSpan(_hashed, end - _hashed));
                _hashed = end;
            }

            return null;
        }

        public void Dispose() => _hash.Dispose();
    }
}
