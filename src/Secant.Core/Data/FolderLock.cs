namespace Secant.Core.Data;

/// <summary>Lets one process at a time download into a folder; the others wait and then find the files there.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Windows: sharing and lock violation. Linux and macOS: EWOULDBLOCK of flock.
    private static readonly int[] Taken = [32, 33, 11, 35];

    /// <summary>Makes the folder if need be and waits until it is free; disposing the answer frees it.</summary>
    /// <exception cref="SecantException"><see cref="Failure.Data"/>: the folder cannot be written.</exception>
    public static async Task<IDisposable> TakeAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "fetch.lock");
        while (true)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException e) when (Taken.Contains(e.HResult & 0xffff))
            {
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw DataCatalogueOptions.UnwritableCache(path, e);
            }
        }
    }
}
