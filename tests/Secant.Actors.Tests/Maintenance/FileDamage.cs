namespace Secant.Actors.Tests.Maintenance;

/// <summary>What disks and people do to a file.</summary>
internal static class FileDamage
{
    /// <summary>Flips one bit in the middle of the only place where the file holds these bytes.</summary>
    public static void Flip(string file, ReadOnlySpan<byte> bytes)
    {
        var content = File.ReadAllBytes(file);
        var at = content.AsSpan().IndexOf(bytes);
        Assert.True(at >= 0, $"{file} does not hold what was to be damaged");
        Assert.Equal(-1, content.AsSpan(at + 1).IndexOf(bytes));
        content[at + (bytes.Length / 2)] ^= 0x10;
        File.WriteAllBytes(file, content);
    }

    /// <summary>Overwrites a page of the file with zeros.</summary>
    public static void Wipe(string file, int page, int pageSize = 4096)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(handle, new byte[pageSize], (long)(page - 1) * pageSize);
    }

    /// <summary>Cuts bytes off the end.</summary>
    public static void Truncate(string file, int bytes)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write);
        RandomAccess.SetLength(handle, RandomAccess.GetLength(handle) - bytes);
    }
}
