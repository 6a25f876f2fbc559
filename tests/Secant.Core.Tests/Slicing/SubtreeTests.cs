using System.Numerics;
using CsCheck;
using Secant.Core.Slicing;
using Xunit;

namespace Secant.Core.Tests.Slicing;

public sealed class SubtreeTests
{
    private static readonly Gen<(int Groups, GroupRange Range)> Ranges =
        from groups in Gen.Int[1, 3_000]
        from first in Gen.Int[0, groups - 1]
        from count in Gen.Int[1, groups - first]
        select (groups, new GroupRange(first, count));

    [Fact]
    public void Cover_should_hold_every_group_of_the_range_once_and_in_order() => Ranges.Each(
        (groups, range) =>
        {
            var next = range.First;
            foreach (var node in Subtree.Cover(range, groups))
            {
                Assert.Equal(next, node.First);
                Assert.True(node.End(groups) > node.First);
                next = node.End(groups);
            }

            Assert.Equal(range.End, next);
        });

    [Fact]
    public void Cover_should_have_at_most_two_nodes_a_level() => Ranges.Each(
        (groups, range) =>
        {
            var most = Math.Max(1, 2 * BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)groups)));
            Assert.InRange(Subtree.Cover(range, groups).Count, 1, most);
        });

    [Theory]
    [InlineData(2501, 0, 1280, 2)]
    [InlineData(2501, 1280, 2501, 3)]
    [InlineData(2501, 0, 1250, 5)]
    [InlineData(2501, 1250, 2501, 7)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(11, 0, 11, 1)]
    public void Cover_should_be_the_fewest_nodes(int groups, int first, int end, int expected) =>
        Assert.Equal(expected, Subtree.Cover(GroupRange.Between(first, end), groups).Count);

    [Fact]
    public void Sums_should_have_the_same_bits_for_any_split()
    {
        var splits = from groups in Gen.Int[1, 200]
                     from cuts in Gen.Int[0, groups].Array[0, 8]
                     from shares in Gen.Double[-1e3, 1e3].Array[groups]
                     from order in Gen.Shuffle(Enumerable.Range(0, 9).ToArray())
                     select (shares, cuts, order);
        splits.Each(
            (shares, cuts, order) =>
            {
                var groups = shares.Length;
                int[] edges = [0, .. cuts.Order().Distinct().Where(cut => cut > 0 && cut < groups), groups];
                var ranges = edges.Zip(edges.Skip(1), GroupRange.Between).ToArray();
                var sums = new SubtreeSums(groups);
                foreach (var place in order.Where(place => place < ranges.Length))
                {
                    foreach (var node in Subtree.Cover(ranges[place], groups))
                    {
                        Assert.Null(sums.Total());
                        sums.Add(node, [AddUp(shares, node.First, node.End(groups), 1 << node.Level)]);
                    }
                }

                Assert.Equal(AddUp(shares, 0, groups, (int)BitOperations.RoundUpToPowerOf2((uint)groups)), sums.Total()![0]);
            });
    }

    // The tree written once more: halves of the full width, the last one cut short.
    private static double AddUp(double[] shares, int first, int end, int width)
    {
        if (width == 1)
        {
            return shares[first];
        }

        var middle = first + (width / 2);
        var left = AddUp(shares, first, Math.Min(middle, end), width / 2);
        return middle < end ? left + AddUp(shares, middle, end, width / 2) : left;
    }
}
