using System.Globalization;
using System.Text.RegularExpressions;

namespace Secant.Actors.Journal.Upkeep;

/// <summary>Whose chunk it is, read from its persistence id.</summary>
internal readonly partial record struct ChunkKey(string Experiment, int Iteration, int Index)
{
    /// <returns>Null when it is the id of no chunk.</returns>
    public static ChunkKey? Parse(string persistenceId)
    {
        var match = Form().Match(persistenceId);
        return match.Success
            && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var iteration)
            && int.TryParse(match.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? new ChunkKey(match.Groups[1].Value, iteration, index)
                : null;
    }

    public override string ToString() => ChunkStore.PersistenceId(Experiment, Iteration, Index);

    [GeneratedRegex(@"^experiment-(.+)/checkpoint-(\d+)/chunk-(\d+)$")]
    private static partial Regex Form();
}
