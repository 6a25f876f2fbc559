using CsCheck;
using Secant.Core.Slicing;
using Xunit;

namespace Secant.Core.Tests.Slicing;

/// <summary>Every operation against the same one on plain sets of numbers.</summary>
public sealed class GroupRangesTests
{
    private const int Limit = 40;

    private static readonly Gen<GroupRange[]> Ranges =
        (from first in Gen.Int[0, Limit] from count in Gen.Int[0, Limit - first] select new GroupRange(first, count)).Array[0, 6];

    [Fact]
    public void Union_should_hold_what_any_range_holds() => Ranges.Each(
        ranges => AssertIs(Set(ranges), GroupRanges.Union(ranges)));

    [Fact]
    public void Except_should_hold_what_only_the_first_holds() => Gen.Select(Ranges, Ranges).Each(
        (from, what) => AssertIs([.. Set(from).Except(Set(what))], GroupRanges.Except(from, what)));

    [Fact]
    public void Intersect_should_hold_what_both_hold() => Gen.Select(Ranges, Ranges).Each(
        (one, other) => AssertIs([.. Set(one).Intersect(Set(other))], GroupRanges.Intersect(one, other)));

    [Fact]
    public void CoverAll_should_be_true_when_no_group_is_missing() => Gen.Select(Ranges, Gen.Int[1, Limit]).Each(
        (ranges, groups) =>
        {
            var inside = ranges.Where(range => range.End <= groups).ToArray();
            Assert.Equal(Set(inside).Count == groups, GroupRanges.CoverAll(inside, groups));
        });

    private static HashSet<int> Set(GroupRange[] ranges) =>
        [.. ranges.SelectMany(range => Enumerable.Range(range.First, range.Count))];

    private static void AssertIs(HashSet<int> expected, IReadOnlyList<GroupRange> actual)
    {
        Assert.Equal(expected.Order(), actual.SelectMany(range => Enumerable.Range(range.First, range.Count)));
        Assert.Equal(expected.Count, GroupRanges.Count(actual));
        Assert.All(actual, range => Assert.True(range.Count > 0));
        Assert.All(actual.Zip(actual.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.First, "ranges touch"));
    }
}
