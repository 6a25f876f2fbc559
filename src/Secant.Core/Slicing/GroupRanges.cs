namespace Secant.Core.Slicing;

/// <summary>Sets of groups written as ascending ranges that neither touch nor overlap.</summary>
public static class GroupRanges
{
    /// <summary>The set that some ranges, in any order and overlap, make up.</summary>
    public static IReadOnlyList<GroupRange> Union(IEnumerable<GroupRange> ranges)
    {
        var union = new List<GroupRange>();
        foreach (var range in ranges.Where(range => range.Count > 0).OrderBy(range => range.First))
        {
            if (union.Count > 0 && range.First <= union[^1].End)
            {
                union[^1] = GroupRange.Between(union[^1].First, Math.Max(union[^1].End, range.End));
            }
            else
            {
                union.Add(range);
            }
        }

        return union;
    }

    /// <summary>What is in the first set and not in the second.</summary>
    public static IReadOnlyList<GroupRange> Except(IEnumerable<GroupRange> from, IEnumerable<GroupRange> what)
    {
        var left = Union(from).ToList();
        foreach (var hole in Union(what))
        {
            left = [.. left.SelectMany(range => range.Overlaps(hole)
                ? new[]
                {
                    GroupRange.Between(range.First, Math.Max(range.First, hole.First)),
                    GroupRange.Between(Math.Min(range.End, hole.End), range.End),
                }
                : [range]).Where(range => range.Count > 0)];
        }

        return left;
    }

    /// <summary>What is in both sets.</summary>
    public static IReadOnlyList<GroupRange> Intersect(IEnumerable<GroupRange> one, IEnumerable<GroupRange> other)
    {
        var first = Union(one);
        return Except(first, Except(first, other));
    }

    /// <summary>True if the ranges make up all groups of a net.</summary>
    public static bool CoverAll(IEnumerable<GroupRange> ranges, int groups) =>
        Union(ranges) is [{ First: 0 } all] && all.End == groups;

    /// <summary>Groups in a set.</summary>
    public static int Count(IEnumerable<GroupRange> ranges) => ranges.Sum(range => range.Count);
}
