using System.Globalization;

namespace Secant.Trials;

/// <summary>How long a worker's computing threads had something to do, as Linux's scheduler counts it.</summary>
internal static class ComputeTime
{
    /// <summary>
    /// Seconds on a core plus seconds of waiting for one. What is left of the time that passed they slept, waiting for messages:
    /// so that the figure tells of the network, and not of what else the machine does.
    /// </summary>
    public static double Seconds(SecantProcess worker)
    {
        const string nameOfThreads = "secant-";
        return Directory.EnumerateDirectories($"/proc/{worker.Id}/task")
            .Where(thread => File.ReadAllText(Path.Combine(thread, "comm")).StartsWith(nameOfThreads, StringComparison.Ordinal))
            .Sum(thread => File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[..2].Sum(
            time => double.Parse(time, CultureInfo.InvariantCulture)) / 1e9);
    }
}
