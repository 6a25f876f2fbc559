using System.Text.RegularExpressions;

namespace Secant.Actors.Journal;

/// <summary>Recognises file systems of other machines, and those that a virtual machine shares with its host, by their
/// type.</summary>
internal static partial class NetworkFileSystem
{
    private const string Mounts = "/proc/self/mountinfo";

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "afs", "beegfs", "ceph", "cifs", "coda", "fuse.ceph", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs",
        "fuse.sshfs", "gfs2",
        "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "pvfs2", "smb3", "smbfs",
    };

    // As a root they are the only place that there is, and nobody else's.
    private static readonly HashSet<string> Shared = new(StringComparer.Ordinal)
    {
        "9p", "fakeowner", "fuse.grpcfuse", "fuse.vmhgfs-fuse", "prl_fs", "vboxsf", "virtiofs", "vmhgfs",
    };

    /// <param name="folder">Absolute; it need not exist.</param>
    /// <returns>The type, such as nfs4; null for a file system of this machine, and where the system does not tell.</returns>
    public static string? TypeOf(string folder)
    {
        try
        {
            if (File.Exists(Mounts))
            {
                return TypeOf(Real(folder), File.ReadLines(Mounts));
            }

            // Shares of Windows have no drive.
            if (folder.StartsWith(@"\\", StringComparison.Ordinal))
            {
                return "share";
            }

            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : DiskSpace.Existing(folder))
                is { DriveType: DriveType.Network } drive
                ? drive.DriveFormat
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <param name="folder">Absolute, without links.</param>
    /// <param name="mounts">Lines of /proc/self/mountinfo, see proc(5): of those that hold the folder, the last of the longest
    /// counts.</param>
    internal static string? TypeOf(string folder, IEnumerable<string> mounts)
    {
        var (longest, type) = (-1, "");
        foreach (var line in mounts)
        {
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2 || halves[0].Split(' ') is not [_, _, _, _, var escaped, ..])
            {
                continue;
            }

            var point = Octal().Replace(escaped, match => $"{(char)Convert.ToInt32(match.Groups[1].Value, 8)}").TrimEnd('/');
            if (point.Length >= longest && (folder == point || folder.StartsWith(point + "/", StringComparison.Ordinal)))
            {
                (longest, type) = (point.Length, halves[1].Split(' ')[0]);
            }
        }

        return Types.Contains(type) || (longest > 0 && Shared.Contains(type)) ? type : null;
    }

    // The folder with every link on the way followed, as far as it exists.
    private static string Real(string folder)
    {
        var real = "/";
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = Directory.Exists(next) && new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true) is { } target
                ? Real(target.FullName)
                : next;
        }

        return real;
    }

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Octal();
}
