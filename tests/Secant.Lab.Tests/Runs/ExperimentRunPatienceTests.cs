using Secant.Lab.Runs;
using static Secant.Lab.Tests.Runs.RunDriver;

namespace Secant.Lab.Tests.Runs;

/// <summary>What a run does not do too soon, and what it does first. Four groups: three of hidden units, and the output
/// biases.</summary>
public sealed class ExperimentRunPatienceTests
{
    [Fact]
    public void Deadline_should_be_doubled_when_a_late_node_was_only_slow()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.MakePasses(2);
        driver.Answer("a", FirstHalf);
        _ = driver.Effects;
        driver.Pass(TimeSpan.FromSeconds(1.1));
        driver.Tick();
        Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>());
        driver.Answer("b", SecondHalf);
        Assert.Empty(driver.Effects.OfType<RunEffect.Pass>().SelectMany(pass => pass.Openings));
        Assert.Equal(0, driver.Run.Recoveries);

        driver.Answer("a", FirstHalf);
        driver.Pass(TimeSpan.FromSeconds(1.9));
        driver.Tick();
        Assert.Empty(driver.Effects);
        driver.Pass(TimeSpan.FromSeconds(0.2));
        driver.Tick();
        Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>());
    }

    [Fact]
    public void Recovery_should_be_counted_when_a_late_node_was_replaced()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.Answer("a", FirstHalf);
        driver.Pass(TimeSpan.FromSeconds(1.1));
        driver.Tick();
        driver.Answer("a", SecondHalf);

        Assert.Equal(1, driver.Run.Recoveries);
    }

    [Fact]
    public void Slices_should_move_from_a_new_checkpoint_when_the_last_is_long_ago()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.Pass(TimeSpan.FromSeconds(1.1));
        driver.MakePasses(3);
        driver.Grant("a", "b");
        driver.Ready("b");
        _ = driver.Effects;

        driver.Answer("a", All);
        var effects = driver.Effects;
        Assert.Empty(effects.OfType<RunEffect.OpenSlice>());
        Assert.Equal(4, Assert.Single(effects.OfType<RunEffect.CopySlices>()).Iteration);
        driver.Answer("a", All);
        driver.Copy(4, All);
        driver.Commit(4);
        _ = driver.Effects;

        driver.Answer("a", All);
        Assert.Equal(("b", 4),
            Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>().Select(open => (open.Node, open.Base))));
    }

    [Fact]
    public void Checkpoint_should_not_be_taken_of_what_the_seed_or_the_last_one_gives()
    {
        var driver = RunDriver.Started(new RunSettings { CheckpointInterval = TimeSpan.Zero }, "a");
        Assert.Empty(driver.Effects.OfType<RunEffect.CopySlices>());

        driver.Answer("a", All);
        Assert.Equal(1, Assert.Single(driver.Effects.OfType<RunEffect.CopySlices>()).Iteration);
    }
}
