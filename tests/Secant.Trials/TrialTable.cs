namespace Secant.Trials;

/// <summary>The table of docs/trials.md, one row a trial.</summary>
internal static class TrialTable
{
    private const string Head = "| trial | result | seed |";

    private static readonly Lock Gate = new();

    /// <summary>Replaces the row of a trial, or adds it at the end of the table.</summary>
    public static void Set(string trial, string row)
    {
        lock (Gate)
        {
            var file = File();
            var lines = System.IO.File.ReadAllLines(file).ToList();
            var head = lines.IndexOf(Head);
            Assert.True(head >= 0, $"{file} has no line '{Head}'");
            var end = lines.FindIndex(head, line => !line.StartsWith('|'));
            end = end < 0 ? lines.Count : end;
            var old = lines.FindIndex(head, end - head, line => line.StartsWith($"| {trial} |", StringComparison.Ordinal));
            if (old >= 0)
            {
                lines[old] = row;
            }
            else
            {
                lines.Insert(end, row);
            }

            System.IO.File.WriteAllLines(file, lines);
        }
    }

    private static string File()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Cluster.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"no Cluster.sln above {AppContext.BaseDirectory}");
        }

        return Path.Combine(folder, "docs", "trials.md");
    }
}
