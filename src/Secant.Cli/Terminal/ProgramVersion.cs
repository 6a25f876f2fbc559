using System.Reflection;

namespace Secant.Cli.Terminal;

/// <summary>Version and commit of this program.</summary>
internal static class ProgramVersion
{
    private const int ShortCommit = 12;

    /// <summary>Such as <c>secant 0.1.0 (commit 1a2b3c4d5e6f)</c>.</summary>
    public static string Text { get; } = Describe(
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown");

    /// <param name="informational">Version, a plus sign, commit; the latter two are missing in a build outside a
    /// repository.</param>
    internal static string Describe(string informational)
    {
        var parts = informational.Split('+', 2);
        return parts is [var version, var commit]
            ? $"secant {version} (commit {commit[..Math.Min(ShortCommit, commit.Length)]})"
            : $"secant {parts[0]} (commit unknown)";
    }
}
