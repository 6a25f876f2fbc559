using System.Diagnostics;

namespace Secant.Actors.Tests.Journal;

/// <summary>A small file system in memory, for a disk that is full or read-only. Skips the test where mounting is not
/// permitted.</summary>
internal sealed class Mount : IDisposable
{
    private readonly TempFolder _folder = new();

    private Mount()
    {
    }

    public string Path => _folder.Path;

    public string this[string file] => _folder[file];

    public static Mount OfSize(string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a file system in memory is mounted on Linux only");
        var mount = new Mount();
        var error = Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", mount.Path);
        if (error is not null)
        {
            mount._folder.Dispose();
        }

        Assert.SkipWhen(error is not null, $"mounting is not permitted here: {error}");
        return mount;
    }

    public void MakeReadOnly() => Assert.Null(Run("mount", "-o", "remount,ro", Path));

    /// <summary>Writes until nothing more fits.</summary>
    public void Fill()
    {
        using var ballast = File.OpenHandle(this["ballast"], FileMode.OpenOrCreate, FileAccess.Write);
        var end = RandomAccess.GetLength(ballast);
        foreach (var size in new[] { 65_536, 4_096 })
        {
            var block = new byte[size];
            try
            {
                for (; ; end += size)
                {
                    RandomAccess.Write(ballast, block, end);
                }
            }
            catch (IOException)
            {
                // No more blocks of this size.
            }
        }
    }

    /// <summary>Writes until no more than that is left, in bytes.</summary>
    public void FillUpTo(int left)
    {
        Fill();
        using var ballast = File.OpenHandle(this["ballast"], FileMode.Open, FileAccess.Write);
        RandomAccess.SetLength(ballast, RandomAccess.GetLength(ballast) - left);
    }

    public void Relieve() => File.Delete(this["ballast"]);

    public void Dispose()
    {
        Assert.Null(Run("umount", "-l", Path));
        _folder.Dispose();
    }

    /// <returns>Null on success, else what it said.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
