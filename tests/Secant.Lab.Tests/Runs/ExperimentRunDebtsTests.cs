using Secant.Lab.Runs;
using static Secant.Lab.Tests.Runs.RunDriver;

namespace Secant.Lab.Tests.Runs;

/// <summary>Whatever a run waits for has a debtor and a date, and is asked for again when that has come.</summary>
public sealed class ExperimentRunDebtsTests
{
    [Fact]
    public void Worker_should_be_asked_for_again_later_each_time_when_it_is_not_ready()
    {
        var driver = new RunDriver();
        driver.Grant("a");
        Assert.Equal([new Debt(DebtKind.Worker, "a", driver.Now + TimeSpan.FromSeconds(8))], driver.Run.Debts);

        // After 8, 24 and 56 s.
        Assert.Equal([8, 24, 56], Asked<RunEffect.StartWorker>(driver, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Replay_should_be_asked_for_again_from_the_newest_checkpoint_when_it_does_not_come()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.MakePasses(3);
        driver.Answer("a", FirstHalf);
        driver.Lose("b");
        var first = Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>());
        var debt = Assert.Single(driver.Run.Debts, debt => debt.Kind == DebtKind.Replay);
        Assert.Equal("a", debt.Node);

        driver.Pass(debt.Due!.Value - driver.Now - TimeSpan.FromMilliseconds(1));
        driver.Tick();
        Assert.Empty(driver.Effects.OfType<RunEffect.OpenSlice>());
        driver.Pass(TimeSpan.FromMilliseconds(1));
        driver.Tick();

        var effects = driver.Effects;
        Assert.Equal(first, Assert.Single(effects.OfType<RunEffect.OpenSlice>()));
        var replay = Assert.Single(effects.OfType<RunEffect.Replay>());
        Assert.Equal((first.Number, 0, 4), (replay.Number, replay.From, replay.Logits.Count));

        driver.Answer("a", SecondHalf);
        Assert.Equal(All, Assert.Single(Assert.Single(driver.Effects.OfType<RunEffect.Pass>()).Owned));
    }

    [Fact]
    public void Pass_should_be_asked_for_again_when_the_only_node_does_not_answer()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.MakePasses(2);
        var pass = driver.Effects.OfType<RunEffect.Pass>().Last();
        Assert.Equal([new Debt(DebtKind.Pass, "a", driver.Now + TimeSpan.FromSeconds(4))], driver.Run.Debts);

        driver.Pass(TimeSpan.FromSeconds(4));
        driver.Tick();

        var again = Assert.Single(driver.Effects.OfType<RunEffect.Pass>());
        Assert.Equal((pass.Node, pass.Iteration), (again.Node, again.Iteration));
        Assert.Equal(pass.Owned, again.Owned);
        Assert.Same(pass.Logits, again.Logits);
        driver.Answer("a", All);
        Assert.Equal(pass.Iteration + 1, Assert.Single(driver.Effects.OfType<RunEffect.Pass>()).Iteration);
    }

    [Fact]
    public void Evaluation_should_be_asked_for_again_when_the_only_node_does_not_answer()
    {
        var driver = new RunDriver();
        driver.Grant("a");
        driver.Ready("a");
        driver.Answer("a", All);
        var asked = driver.Effects.OfType<RunEffect.Evaluate>().ToList();
        var debt = Assert.Single(driver.Run.Debts);
        Assert.Equal((DebtKind.Evaluation, "a"), (debt.Kind, debt.Node));

        driver.Pass(debt.Due!.Value - driver.Now);
        driver.Tick();

        Assert.NotEmpty(asked);
        Assert.Equal(asked, driver.Effects.OfType<RunEffect.Evaluate>());
    }

    [Fact]
    public void Checkpoint_should_be_given_up_and_begun_anew_when_a_copy_does_not_come()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.MakePasses(2);
        driver.Hold();
        driver.Answer("a", FirstHalf);
        driver.Answer("b", SecondHalf);
        driver.Copy(3, FirstHalf);
        var debt = Assert.Single(driver.Run.Debts, debt => debt.Kind == DebtKind.Copy);
        Assert.Equal("b", debt.Node);
        _ = driver.Effects;

        driver.Pass(debt.Due!.Value - driver.Now);
        driver.Tick();
        Assert.Equal(["a", "b"], driver.Effects.OfType<RunEffect.CopySlices>().Select(copy => copy.Node));
        var patience = Assert.Single(driver.Run.Debts, debt => debt is { Kind: DebtKind.Copy, Node: "b" }).Due - driver.Now;
        Assert.True(patience >= 2 * TimeSpan.FromSeconds(4), $"the next copy gets {patience}");

        driver.Copy(3, FirstHalf);
        driver.Copy(3, SecondHalf);
        Assert.Contains(driver.Run.Debts, debt => debt is { Kind: DebtKind.Commit, Node: null });
        driver.Commit(3);
        Assert.Equal([DebtKind.Continue], driver.Run.Debts.Select(debt => debt.Kind));
    }

    [Fact]
    public void Lab_should_owe_a_node_when_none_is_granted()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.Lose("a");

        Assert.Equal([new Debt(DebtKind.Node, null, null)], driver.Run.Debts);
    }

    // The seconds at which something was asked for.
    private static List<double> Asked<T>(RunDriver driver, TimeSpan time)
        where T : RunEffect
    {
        var began = driver.Now;
        var asked = new List<double>();
        _ = driver.Effects;
        while (driver.Now - began < time)
        {
            driver.Pass(TimeSpan.FromMilliseconds(100));
            driver.Tick();
            asked.AddRange(driver.Effects.OfType<T>().Select(_ => (driver.Now - began).TotalSeconds));
        }

        return asked;
    }
}
