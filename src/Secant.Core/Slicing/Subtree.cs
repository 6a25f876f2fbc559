namespace Secant.Core.Slicing;

/// <summary>
/// A node of the one binary tree along which the groups' partial logits are added: the groups from Index x 2^Level on, 2^Level of
/// them, cut short where the net ends.
/// </summary>
/// <param name="Level">0 for a single group.</param>
/// <param name="Index">Its place among the nodes of its level.</param>
public readonly record struct Subtree(int Level, int Index)
{
    /// <summary>The first group under it.</summary>
    public int First => Index << Level;

    /// <summary>One past the last group under it in a net of some groups.</summary>
    public int End(int groups) => (int)Math.Min((long)(Index + 1) << Level, groups);

    public Subtree Parent => new(Level + 1, Index >> 1);

    /// <summary>The node that it is added to; under the net's end there is none.</summary>
    public Subtree Sibling => new(Level, Index ^ 1);

    public bool IsLeft => (Index & 1) == 0;

    public Subtree Left => new(Level - 1, 2 * Index);

    public Subtree Right => new(Level - 1, (2 * Index) + 1);

    /// <summary>The node over all groups.</summary>
    public static Subtree Root(int groups)
    {
        var level = 0;
        while (1L << level < groups)
        {
            level++;
        }

        return new Subtree(level, 0);
    }

    /// <summary>The fewest whole nodes that make up a range of groups, from left to right.</summary>
    public static IReadOnlyList<Subtree> Cover(GroupRange range, int groups)
    {
        var cover = new List<Subtree>();
        Collect(Root(groups), range, groups, cover);
        return cover;
    }

    private static void Collect(Subtree node, GroupRange range, int groups, List<Subtree> cover)
    {
        var end = node.End(groups);
        if (node.First >= end || end <= range.First || node.First >= range.End)
        {
            return;
        }

        if (range.First <= node.First && end <= range.End)
        {
            cover.Add(node);
            return;
        }

        Collect(node.Left, range, groups, cover);
        Collect(node.Right, range, groups, cover);
    }
}
