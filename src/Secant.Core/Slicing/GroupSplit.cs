using Secant.Core.Networks;

namespace Secant.Core.Slicing;

/// <summary>Cuts ranges of groups by weight.</summary>
public static class GroupSplit
{
    // How far from the wished place a cut may go to fall on a coarser tree boundary: as a share of all groups, and of the smaller
    // of the two parts beside it, which must not grow or shrink much.
    private const double Tolerance = 0.025;
    private const double PartTolerance = 0.1;

    /// <summary>
    /// Cuts a range into one part a weight, in order, each close to its share, on the coarsest tree boundaries near the wished
    /// cuts: the coarser a cut, the fewer partial sums cross the wire. Parts may be empty.
    /// </summary>
    /// <param name="range">What to cut.</param>
    /// <param name="weights">Positive weights, at least one.</param>
    public static IReadOnlyList<GroupRange> Cut(GroupRange range, IReadOnlyList<double> weights)
    {
        var total = weights.Sum();
        var parts = new List<GroupRange>();
        var from = range.First;
        var share = 0.0;
        for (var i = 0; i < weights.Count; i++)
        {
            share += weights[i] / total;
            var to = range.End;
            if (i < weights.Count - 1)
            {
                var smaller = Math.Min(weights[i], weights[i + 1]) / total;
                to = Math.Clamp(Boundary(range, share, Math.Min(Tolerance, PartTolerance * smaller)), from, range.End);
            }

            parts.Add(GroupRange.Between(from, to));
            from = to;
        }

        return parts;
    }

    /// <summary>
    /// Cuts by units: the output biases, the last group of a net, are no work that is worth a message, and go with the units
    /// before them.
    /// </summary>
    /// <param name="range">What to cut.</param>
    /// <param name="weights">Positive weights, at least one.</param>
    /// <param name="biases">The group of the output biases.</param>
    public static IReadOnlyList<GroupRange> Cut(GroupRange range, IReadOnlyList<double> weights, int biases)
    {
        if (range.End <= biases || range.Count == 1)
        {
            return Cut(range, weights);
        }

        var parts = Cut(GroupRange.Between(range.First, biases), weights).ToArray();
        var last = Array.FindLastIndex(parts, part => part.Count > 0);
        parts[last] = GroupRange.Between(parts[last].First, range.End);
        Array.Fill(parts, new GroupRange(range.End, 0), last + 1, parts.Length - last - 1);
        return parts;
    }

    /// <summary>Cuts a range, from its start, into parts of so many groups; the last one holds the rest.</summary>
    public static IEnumerable<GroupRange> Every(GroupRange range, int groups)
    {
        for (var first = range.First; first < range.End; first += Math.Min(groups, range.End - first))
        {
            yield return new GroupRange(first, Math.Min(groups, range.End - first));
        }
    }

    /// <summary>Groups of a net whose values take no more than so many bytes; one at least.</summary>
    public static int GroupsWithin(NetShape shape, long bytes) =>
        (int)Math.Clamp(bytes / ((long)shape.GroupLength(0) * sizeof(double)), 1, shape.Groups);

    private static int Boundary(GroupRange range, double share, double tolerance)
    {
        var wished = range.First + (share * range.Count);
        var slack = tolerance * range.Count;
        for (var level = 30; level > 0; level--)
        {
            var step = 1L << level;
            var nearest = Math.Round(wished / step) * step;
            if (Math.Abs(nearest - wished) <= slack)
            {
                return (int)nearest;
            }
        }

        return (int)Math.Round(wished);
    }
}
