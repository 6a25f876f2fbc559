namespace Secant.Trials;

/// <summary>Linux's strace, which delays system calls or kills at one of them.</summary>
internal static class Strace
{
    /// <summary>Skips the test where there is none, or where it may not be used.</summary>
    public static async Task RequireAsync()
    {
        try
        {
            await Tool.RunAsync("strace -f -e trace=fsync -o /dev/null true");
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"needs strace: {e.Message}");
        }
    }

    /// <summary>What notes the named calls of the program that follows in a file.</summary>
    public static IReadOnlyList<string> Noting(string calls, string file) =>
        ["strace", "-f", "-qq", "-e", $"trace={calls}", "-e", "signal=none", "-o", file];

    /// <summary>What kills the program that follows as it makes the nth of the named calls in any of its threads.</summary>
    public static IReadOnlyList<string> KillingAt(string calls, int nth) =>
        ["strace", "-f", "-qq", "-e", $"trace={calls}", "-e", $"inject={calls}:signal=KILL:when={nth}", "-o", "/dev/null"];
}
