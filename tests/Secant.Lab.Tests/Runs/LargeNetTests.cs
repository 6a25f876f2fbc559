using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs;

/// <summary>What is larger than one message may stand for is cut; nets of tests are small, and so the message is
/// smaller.</summary>
public sealed class LargeNetTests
{
    // A group of the driver's net is 80 doubles.
    private static readonly RunSettings TwoGroupsATransfer = RunDriver.NoCheckpoints with { LargestTransfer = (2 * 640) + 639 };

    [Fact]
    public void Checkpoint_should_be_copied_in_parts_when_a_node_holds_more_than_one_message_carries()
    {
        var driver = RunDriver.Started(TwoGroupsATransfer, "a");
        driver.MakePasses(1);
        driver.Hold();
        driver.MakePasses(1);
        var copied = Assert.Single(driver.Effects.OfType<RunEffect.CopySlices>());
        Assert.Equal([RunDriver.FirstHalf, RunDriver.SecondHalf], copied.Owned);

        driver.Copy(copied.Iteration, RunDriver.SecondHalf);
        Assert.Empty(driver.Effects.OfType<RunEffect.StoreCheckpoint>());
        driver.Copy(copied.Iteration, RunDriver.FirstHalf);
        var stored = Assert.Single(driver.Effects.OfType<RunEffect.StoreCheckpoint>());
        Assert.Equal([RunDriver.FirstHalf, RunDriver.SecondHalf], stored.Parts.Select(part => part.Range));
    }

    [Fact]
    public void Slice_should_be_opened_in_parts_when_it_is_more_than_one_message_carries()
    {
        var driver = new RunDriver(settings: TwoGroupsATransfer);
        driver.Grant("a");
        driver.Ready("a");
        Assert.Equal([RunDriver.FirstHalf, RunDriver.SecondHalf],
            driver.Effects.OfType<RunEffect.OpenSlice>().Select(open => open.Range));
    }

    [Fact]
    public void Groups_within_should_count_bytes_beyond_what_an_int_counts()
    {
        var shape = new NetShape(784, 1_000_000, 10);
        Assert.Equal(125_001, GroupSplit.GroupsWithin(shape, 7L << 30));
        Assert.Equal(21_103, GroupSplit.GroupsWithin(shape, 1L << 30));
        Assert.Equal(1, GroupSplit.GroupsWithin(shape, 1));
        Assert.Equal(
            [new GroupRange(3, 5), new GroupRange(8, 5), new GroupRange(13, 1)], GroupSplit.Every(GroupRange.Between(3, 14), 5));
    }
}
