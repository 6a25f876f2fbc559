using System.Globalization;
using System.Text.RegularExpressions;

namespace Secant.Trials;

/// <summary>What a process sent and received, as the kernel counts it at the socket: payload of TCP, no headers, nothing sent
/// twice.</summary>
internal static partial class Sockets
{
    /// <summary>Bytes both ways over all connections that a process has now.</summary>
    public static async Task<long> BytesAsync(SecantProcess process)
    {
        var lines = (await Tool.RunAsync("ss -tinpHO state established").ConfigureAwait(false)).Split('\n');
        return lines
            .Where(line => line.Contains($"pid={process.Id},", StringComparison.Ordinal))
            .Sum(line => Counted().Matches(line).Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"bytes_(?:sent|received):(\d+)")]
    private static partial Regex Counted();
}
