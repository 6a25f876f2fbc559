namespace Secant.Actors.Hosting.Configuration;

/// <summary>Finds what a mistyped word was meant to be.</summary>
public static class NearestWord
{
    /// <summary>The known word with the fewest edits to the given one; null where more than a third of it, and two letters, would change.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var (nearest, edits) = known
            .Select(candidate => (candidate, Edits(word, candidate)))
            .DefaultIfEmpty(("", int.MaxValue))
            .MinBy(pair => pair.Item2);
        return edits <= Math.Max(2, word.Length / 3) ? nearest : null;
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements of single characters, case ignored.</summary>
    internal static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var same = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]);
                var edits = Math.Min(diagonal + (same ? 0 : 1), 1 + Math.Min(row[j], row[j - 1]));
                (diagonal, row[j]) = (row[j], edits);
            }
        }

        return row[to.Length];
    }
}
