using Secant.Core.Slicing;
using Xunit;

namespace Secant.Core.Tests.Slicing;

/// <summary>Three groups: the tree adds the first two, then the third.</summary>
public sealed class SubtreeSumsTests
{
    private static readonly Subtree[] Leaves = [new(0, 0), new(0, 1), new(0, 2)];
    private static readonly Subtree FirstTwo = new(1, 0);

    private readonly SubtreeSums _sums = new(groups: 3);

    [Fact]
    public void Total_should_be_there_only_when_every_group_is()
    {
        _sums.Add(Leaves[0], [1e16]);
        _sums.Add(Leaves[2], [1]);
        Assert.Null(_sums.Total());

        _sums.Add(Leaves[1], [1]);
        Assert.Equal([1e16 + 1 + 1], _sums.Total()!);
    }

    [Fact]
    public void Add_should_accept_the_same_bits_again_and_refuse_others()
    {
        Assert.True(_sums.Add(Leaves[0], [0.5, -0.0]));
        Assert.True(_sums.Add(Leaves[0], [0.5, -0.0]));
        Assert.False(_sums.Add(Leaves[0], [0.5, 0.0]));
        Assert.False(_sums.Add(Leaves[0], [0.5]));
    }

    [Fact]
    public void Add_should_refuse_other_bits_for_a_node_that_was_joined()
    {
        _sums.Add(Leaves[0], [1]);
        _sums.Add(Leaves[1], [2]);
        _sums.Add(Leaves[2], [4]);
        Assert.Equal([7.0], _sums.Total()!);

        Assert.True(_sums.Add(FirstTwo, [3]));
        Assert.False(_sums.Add(FirstTwo, [3.5]));
    }

    [Fact]
    public void Sum_should_take_a_node_that_arrived_whole()
    {
        _sums.Add(FirstTwo, [3]);
        Assert.Null(_sums.Sum(Leaves[0]));
        _sums.Add(Leaves[2], [4]);

        Assert.Equal([7.0], _sums.Total()!);
    }

    [Fact]
    public void Sums_of_no_samples_should_have_no_values()
    {
        _sums.Add(new Subtree(2, 0), []);

        Assert.Empty(_sums.Total()!);
    }
}
