using System.Runtime.CompilerServices;

namespace Secant.Cli.Tests;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string File(params string[] parts) => Path.Combine([Root(), .. parts]);

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
