using System.Globalization;
using Secant.Core;

namespace Secant.Actors.Journal;

/// <summary>
/// Puts rebuilt files in the place of damaged ones, by renaming alone. A folder "repaired-..." that is there is complete, so that
/// a swap that was cut short is ended by whoever opens the store next; the damaged files end up in "damaged-...". One
/// "repairing-..." is not, and goes.
/// </summary>
internal static class RepairSwap
{
    private const string Making = "repairing-";
    private const string Ready = "repaired-";
    private const string Damaged = "damaged-";

    /// <summary>Has files made, and puts them in the place of the store's.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="time">Tells when, for the names of folders.</param>
    /// <param name="make">Makes the files in a folder, and lets go of the damaged ones.</param>
    /// <returns>Where the damaged files are.</returns>
    public static string Replace(StoreFolder folder, TimeProvider time, Action<string> make)
    {
        var moment = time.Date().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var making = Directory.CreateDirectory(Path.Combine(folder.Root, Making + moment));
        try
        {
            make(making.FullName);
        }
        catch
        {
            making.Delete(recursive: true);
            throw;
        }

        Directory.Move(making.FullName, Path.Combine(folder.Root, Ready + moment));
        Finish(folder);
        return Path.Combine(folder.Root, Damaged + moment);
    }

    /// <summary>Refuses to read a store of which the files are being swapped, or were when that was cut short: some may be at
    /// neither place.</summary>
    /// <exception cref="SecantException">They are.</exception>
    public static void RequireEnded(StoreFolder folder)
    {
        if (Directory.Exists(folder.Root) && Directory.EnumerateDirectories(folder.Root, Ready + "*").Any())
        {
            throw new SecantException(Failure.Store,
                $"a repair of the store in {folder.Root} has not ended: 'secant store repair' ends it, where none is at it");
        }
    }

    /// <summary>Ends a swap that was cut short, if there is one, and takes away what a repair that was cut short had
    /// made.</summary>
    public static void Finish(StoreFolder folder)
    {
        foreach (var unfinished in Directory.GetDirectories(folder.Root, Making + "*"))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        foreach (var ready in Directory.GetDirectories(folder.Root, Ready + "*"))
        {
            var aside = Path.Combine(folder.Root, Damaged + Path.GetFileName(ready)[Ready.Length..]);
            Directory.CreateDirectory(aside);
            foreach (var rebuilt in Directory.GetFiles(ready))
            {
                var live = Path.Combine(folder.Root, Path.GetFileName(rebuilt));

                // A log belongs to its file: left behind, it would be applied to the new one.
                foreach (var old in (string[])[live, live + "-wal"])
                {
                    if (File.Exists(old))
                    {
                        File.Move(old, Path.Combine(aside, Path.GetFileName(old)));
                    }
                }

                File.Delete(live + "-shm");
                File.Move(rebuilt, live);
            }

            Directory.Delete(ready);
        }
    }
}
