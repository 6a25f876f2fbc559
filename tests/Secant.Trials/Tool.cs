using System.ComponentModel;
using System.Diagnostics;

namespace Secant.Trials;

/// <summary>Programs of the operating system that a test needs.</summary>
internal static class Tool
{
    /// <summary>Runs a line of words without spaces.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It is not there, or failed.</exception>
    public static Task<string> RunAsync(string line) => RunAsync(line.Split(' '));

    /// <summary>Runs a program with its arguments.</summary>
    public static async Task<string> RunAsync(IReadOnlyList<string> words)
    {
        var line = string.Join(' ', words);
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
            await process.WaitForExitAsync().ConfigureAwait(false);
            return process.ExitCode == 0 ? output
                : throw new InvalidOperationException($"'{line}' failed: {(await error.ConfigureAwait(false)).Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"'{line}' cannot be run: {e.Message}", e);
        }
    }
}
