using System.Diagnostics;
using System.Globalization;

namespace Secant.Cli.Tests.Processes.Faults;

/// <summary>Within the program: counts its writes and kills it just before or just after one of them.</summary>
internal static class CrashPoint
{
    /// <summary>Which write, from 1; 0 is none.</summary>
    public const string At = "SECANT_TEST_CRASH_AT";

    /// <summary>"before" or "after".</summary>
    public const string When = "SECANT_TEST_CRASH_WHEN";

    /// <summary>A file that gets a line for every write that was begun.</summary>
    public const string Log = "SECANT_TEST_CRASH_LOG";

    private static readonly Lock Gate = new();
    private static readonly int Chosen = int.Parse(Environment.GetEnvironmentVariable(At)!, CultureInfo.InvariantCulture);
    private static readonly bool IsBefore = Environment.GetEnvironmentVariable(When) == "before";
    private static readonly string File = Environment.GetEnvironmentVariable(Log)!;
    private static int _count;

    /// <summary>Does a write, unless it is the one before which the process is to die.</summary>
    public static async Task<T> AroundAsync<T>(string what, Func<Task<T>> write)
    {
        int number;
        lock (Gate)
        {
            number = ++_count;
            System.IO.File.AppendAllText(File, string.Create(CultureInfo.InvariantCulture, $"{number} {what}\n"));
        }

        Die(number, isBefore: true);
        var result = await write();
        Die(number, isBefore: false);
        return result;
    }

    private static void Die(int number, bool isBefore)
    {
        if (number == Chosen && isBefore == IsBefore)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
