using System.Runtime.InteropServices;

namespace Secant.Core.Slicing;

/// <summary>
/// Partial logits by the tree node they belong to, joined along the tree as far as they reach. Several holders may deliver the
/// same node, or nodes over and under each other: all ways of joining give the same bits, so that the first value of a node
/// counts and a later one must equal it.
/// </summary>
/// <param name="groups">Groups of the net.</param>
public sealed class SubtreeSums(int groups)
{
    private readonly Dictionary<Subtree, double[]> _sums = [];

    /// <summary>Adds a node's sum. The array must not be changed afterwards by the caller.</summary>
    /// <returns>False if the node's sum is already known with other bits.</returns>
    public bool Add(Subtree node, double[] sum)
    {
        if (_sums.TryGetValue(node, out var known))
        {
            return MemoryMarshal.AsBytes(known.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(sum.AsSpan()));
        }

        _sums.Add(node, sum);
        return true;
    }

    /// <summary>The sum of all groups, Z, once what has arrived covers them; else null.</summary>
    public double[]? Total() => Sum(Subtree.Root(groups));

    /// <summary>The sum over a node, if what has arrived covers it; else null.</summary>
    public double[]? Sum(Subtree node)
    {
        if (_sums.TryGetValue(node, out var known))
        {
            return known;
        }

        if (node.Level == 0 || Sum(node.Left) is not { } left)
        {
            return null;
        }

        var sum = left;
        if (node.Right.First < groups)
        {
            if (Sum(node.Right) is not { } right)
            {
                return null;
            }

            sum = new double[left.Length];
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] = left[i] + right[i];
            }
        }

        _sums.Add(node, sum);
        return sum;
    }
}
