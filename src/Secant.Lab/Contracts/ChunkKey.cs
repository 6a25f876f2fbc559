using System.Globalization;
using System.Text.RegularExpressions;

namespace Secant.Lab.Contracts;

/// <summary>Names a chunk of a checkpoint in the snapshot store.</summary>
/// <param name="Experiment">Whose.</param>
/// <param name="Life">
/// The life that saved it, so that what an older one still writes replaces nothing of a newer one's; 0 in stores of version 1 and
/// 2, which did not tell.
/// </param>
/// <param name="Iteration">Passes made before the checkpoint.</param>
/// <param name="Index">The chunk's number within the checkpoint, from 0.</param>
public readonly partial record struct ChunkKey(string Experiment, int Life, int Iteration, int Index)
{
    /// <returns>Null when it is the persistence id of no chunk.</returns>
    public static ChunkKey? Parse(string persistenceId)
    {
        var match = Form().Match(persistenceId);
        return match.Success
            && Number(match.Groups["life"], absent: 0) is { } life
            && Number(match.Groups["iteration"]) is { } iteration
            && Number(match.Groups["index"]) is { } index
                ? new ChunkKey(match.Groups["experiment"].Value, life, iteration, index)
                : null;
    }

    /// <summary>Its persistence id: "experiment-ID/life-N/checkpoint-ITERATION/chunk-N", of life 0 without a life.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"experiment-{Experiment}/{(Life > 0 ? $"life-{Life}/" : "")}checkpoint-{Iteration}/chunk-{Index}");

    private static int? Number(Group group, int? absent = null) =>
        !group.Success ? absent
        : int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^experiment-(?<experiment>.+?)(/life-(?<life>\d+))?/checkpoint-(?<iteration>\d+)/chunk-(?<index>\d+)$")]
    private static partial Regex Form();
}
