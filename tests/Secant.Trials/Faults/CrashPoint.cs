using System.Diagnostics;
using System.Globalization;

namespace Secant.Trials.Faults;

/// <summary>Within the program: names its writes and kills it just before or just after one of them.</summary>
internal static class CrashPoint
{
    /// <summary>Which write: what it writes, a number sign, and how many of that name there were with it; or its number; empty is
    /// none.</summary>
    public const string At = "SECANT_TEST_CRASH_AT";

    /// <summary>"before" or "after".</summary>
    public const string When = "SECANT_TEST_CRASH_WHEN";

    /// <summary>A file that gets a line for every write that was begun: its name.</summary>
    public const string Log = "SECANT_TEST_CRASH_LOG";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Counts = new(StringComparer.Ordinal);
    private static readonly string Chosen = Environment.GetEnvironmentVariable(At)!;
    private static readonly bool IsBefore = Environment.GetEnvironmentVariable(When) == "before";
    private static readonly string File = Environment.GetEnvironmentVariable(Log)!;
    private static int _count;

    /// <summary>Does a write, unless it is the one before which the process is to die.</summary>
    public static async Task<T> AroundAsync<T>(string what, Func<Task<T>> write)
    {
        string name;
        bool isChosen;
        lock (Gate)
        {
            Counts[what] = Counts.GetValueOrDefault(what) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{what}#{Counts[what]}");
            isChosen = Chosen == name || Chosen == (++_count).ToString(CultureInfo.InvariantCulture);
            System.IO.File.AppendAllText(File, name + "\n");
        }

        Die(isChosen && IsBefore);
        var result = await write();
        Die(isChosen && !IsBefore);
        return result;
    }

    private static void Die(bool isNow)
    {
        if (isNow)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
