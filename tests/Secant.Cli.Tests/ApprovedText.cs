using System.Runtime.CompilerServices;

namespace Secant.Cli.Tests;

/// <summary>Compares output with a file that a reviewer has read. A difference leaves what was received beside it.</summary>
internal static class ApprovedText
{
    public static void Matches(string name, string received, [CallerFilePath] string caller = "")
    {
        var approved = Path.Combine(Path.GetDirectoryName(caller)!, "Approved", $"{name}.txt");
        var found = Trimmed(received);
        var expected = File.Exists(approved) ? Trimmed(File.ReadAllText(approved)) : "";
        if (expected == found)
        {
            return;
        }

        var beside = Path.ChangeExtension(approved, ".received.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(beside)!);
        File.WriteAllText(beside, found + "\n");
        Assert.Fail($"{approved} differs; see {beside}\n--- expected\n{expected}\n--- found\n{found}");
    }

    // Tables pad their lines; editors and reviewers do not care for blanks at line ends.
    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
}
