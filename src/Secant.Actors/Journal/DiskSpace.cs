namespace Secant.Actors.Journal;

/// <summary>How much room a store's disk has.</summary>
internal static class DiskSpace
{
    /// <summary>
    /// What a store needs to begin with, in bytes: its two files with their tables, and beside each a log and the log's index,
    /// which SQLite makes when it opens them.
    /// </summary>
    public const long Needed = 512 << 10;

    /// <param name="place">Absolute; it need not exist.</param>
    /// <returns>Bytes that this user may still write there; null where the system does not tell, as for a file system without a
    /// size.</returns>
    public static long? Left(string place)
    {
        try
        {
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(place)! : Existing(place));
            return drive.TotalSize > 0 ? drive.AvailableFreeSpace : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The folder, or the nearest above it that exists.</summary>
    public static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }
}
