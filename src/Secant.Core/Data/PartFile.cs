using System.Security.Cryptography;

namespace Secant.Core.Data;

/// <summary>
/// A file on its way into the cache: it grows as NAME.part and gets its name by one rename, once its checksum is right.
/// Every failure of the disk is a <see cref="SecantException"/>, so that it is not taken for one of the network.
/// </summary>
internal sealed class PartFile(PublishedFile file, string folder)
{
    private readonly string _target = Path.Combine(folder, file.Name);
    private readonly string _part = Path.Combine(folder, file.Name + ".part");

    /// <summary>Bytes that an earlier download left; what cannot be a beginning of the file counts as nothing.</summary>
    public long Length => new FileInfo(_part) is { Exists: true } info && info.Length <= file.Length ? info.Length : 0;

    /// <summary>Whether the finished file is there with the right bytes.</summary>
    public Task<bool> IsDoneAsync(CancellationToken cancellation) => HasChecksumAsync(_target, cancellation);

    /// <summary>Opens it for writing after its first <paramref name="keep"/> bytes.</summary>
    public FileStream Open(long keep) => OnDisk(() =>
    {
        // Unbuffered, so that a full disk shows at the write and not when the stream is closed.
        var stream = new FileStream(_part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0,
            useAsync: true);
        stream.SetLength(keep);
        stream.Position = keep;
        return stream;
    });

    public async Task WriteAsync(FileStream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>Gives the file its name when its checksum is right; else removes it and answers false.</summary>
    public async Task<bool> CommitAsync(CancellationToken cancellation)
    {
        var right = await HasChecksumAsync(_part, cancellation).ConfigureAwait(false);
        OnDisk(() =>
        {
            if (right)
            {
                File.Move(_part, _target, overwrite: true);
            }
            else
            {
                File.Delete(_part);
            }

            return right;
        });
        return right;
    }

    private async Task<bool> HasChecksumAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        var stream = OnDisk(() => File.OpenRead(path));
        await using (stream.ConfigureAwait(false))
        {
            return stream.Length == file.Length
                && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false))
                == file.Sha256;
        }
    }

    private T OnDisk<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    private SecantException Unwritable(Exception e) => DataCatalogueOptions.UnwritableCache(_target, e);
}
