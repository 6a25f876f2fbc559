using CsCheck;
using Secant.Core.Slicing;
using Xunit;

namespace Secant.Core.Tests.Slicing;

public sealed class GroupSplitTests
{
    [Theory]
    [InlineData(2501, new[] { 1.0, 1.0 }, new[] { 1280 })]
    [InlineData(2501, new[] { 1.0, 1.0, 1.0, 1.0 }, new[] { 640, 1280, 1920 })]
    [InlineData(11, new[] { 1.0, 1.0 }, new[] { 6 })]
    [InlineData(100, new[] { 3.0, 1.0 }, new[] { 76 })]
    [InlineData(3, new[] { 1.0, 1.0, 1.0 }, new[] { 1, 2 })]
    [InlineData(2, new[] { 1.0, 1000.0 }, new[] { 0 })]
    [InlineData(7, new[] { 5.0 }, new int[0])]
    public void Cuts_should_be_on_the_coarsest_boundary_near_the_wished_place(int groups, double[] weights, int[] cuts) =>
    Assert.Equal(
        cuts, GroupSplit.Cut(new GroupRange(0, groups), weights).Skip(1).Select(part => part.First));

    [Fact]
    public void Parts_should_make_up_the_range_and_be_near_their_shares()
    {
        var splits = from first in Gen.Int[0, 500]
                     from count in Gen.Int[1, 3_000]
                     from weights in Gen.Double[0.1, 10].Array[1, 60]
                     select (new GroupRange(first, count), weights);
        splits.Each(
            (range, weights) =>
            {
                var parts = GroupSplit.Cut(range, weights);
                Assert.Equal(weights.Length, parts.Count);
                var next = range.First;
                foreach (var (part, weight) in parts.Zip(weights))
                {
                    Assert.Equal(next, part.First);
                    next = part.End;

                    // Each of its two ends may move by 2.5 % of the range, by a tenth of its share, and to a whole group.
                    var share = range.Count * weight / weights.Sum();
                    var slack = 1 + (2 * Math.Min(0.025 * range.Count, 0.1 * share));
                    Assert.InRange(part.Count, share - slack, share + slack);
                }

                Assert.Equal(range.End, next);
            });
    }

    [Fact]
    public void Parts_should_not_be_empty_when_nodes_are_many_and_shares_small() => Assert.All(
        GroupSplit.Cut(new GroupRange(0, 100), [.. Enumerable.Repeat(1.0, 50)]), part => Assert.Equal(2, part.Count));

    // Four groups are three of units and the output biases, group 3.
    [Theory]
    [InlineData(new[] { 1.0, 1.0 }, new[] { 2, 2 })]
    [InlineData(new[] { 4.0, 1.0 }, new[] { 2, 2 })]
    [InlineData(new[] { 1.0, 1.0, 1.0 }, new[] { 1, 1, 2 })]
    [InlineData(new[] { 100.0, 1.0, 12.0 }, new[] { 4, 0, 0 })]
    [InlineData(new[] { 2.0, 1.0, 0.01 }, new[] { 2, 2, 0 })]
    public void Output_biases_should_go_with_units(double[] weights, int[] counts)
    {
        var parts = GroupSplit.Cut(new GroupRange(0, 4), weights, biases: 3);

        Assert.Equal(counts, parts.Select(part => part.Count));
        Assert.Equal(new GroupRange(0, 4), Assert.Single(GroupRanges.Union(parts)));
    }

    [Fact]
    public void Output_biases_should_be_a_part_where_nothing_else_is_cut() =>
        Assert.Equal([new GroupRange(3, 1)], GroupSplit.Cut(new GroupRange(3, 1), [1.0], biases: 3));
}
