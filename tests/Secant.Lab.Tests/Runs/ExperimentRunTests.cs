using Secant.Core.Slicing;
using Secant.Lab.Runs;
using static Secant.Lab.Tests.Runs.RunDriver;

namespace Secant.Lab.Tests.Runs;

/// <summary>What a run does when things come in an unlucky order. Four groups: three of hidden units, and the output
/// biases.</summary>
public sealed class ExperimentRunTests
{
    [Fact]
    public void Start_should_wait_for_all_granted_nodes_but_not_for_long()
    {
        var driver = new RunDriver();
        driver.Grant("a", "b");
        driver.Ready("a");
        Assert.Equal(2, driver.Effects.OfType<RunEffect.StartWorker>().Count());

        driver.Pass(TimeSpan.FromSeconds(2));
        driver.Tick();

        var open = Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>());
        Assert.Equal(("a", All), (open.Node, open.Range));
    }

    [Fact]
    public void Pass_should_name_the_halves_when_two_nodes_started_together()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");

        Assert.Equal(
            [("a", FirstHalf), ("b", SecondHalf)],
            driver.Effects.OfType<RunEffect.Pass>().Select(pass => (pass.Node, Assert.Single(pass.Owned))));
    }

    [Fact]
    public void Loss_should_have_only_the_lost_groups_opened_and_replayed()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.MakePasses(3);
        _ = driver.Effects;

        driver.Answer("a", FirstHalf);
        driver.Lose("b");

        var effects = driver.Effects;
        var open = Assert.Single(effects.OfType<RunEffect.OpenSlice>());
        Assert.Equal(("a", SecondHalf, 0), (open.Node, open.Range, open.Base));
        Assert.Equal(4, Assert.Single(effects.OfType<RunEffect.Replay>()).Logits.Count);

        driver.Answer("a", SecondHalf);
        Assert.Equal(All, Assert.Single(Assert.Single(driver.Effects.OfType<RunEffect.Pass>()).Owned));
    }

    [Fact]
    public void Opening_after_a_pause_should_count_as_no_recovery_but_a_loss_after_it_as_one()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.MakePasses(3);
        driver.Hold();
        driver.Grant();
        driver.Answer("a", All);
        driver.Copy(driver.Run.Iteration, All);
        driver.Commit(driver.Run.Iteration);
        Assert.Contains(driver.Effects, effect => effect is RunEffect.Held);

        driver.Continue();
        driver.Grant("a", "b");
        driver.Ready("a");
        driver.Ready("b");
        foreach (var open in driver.Effects.OfType<RunEffect.OpenSlice>())
        {
            driver.Answer(open.Node, open.Range);
        }

        Assert.Equal((2, 0), (driver.Run.Nodes, driver.Run.Recoveries));
        driver.Lose("b");
        Assert.Equal(1, driver.Run.Recoveries);
    }

    [Fact]
    public void Second_newcomer_should_take_its_share_of_the_replay_when_everything_was_lost()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.MakePasses(200);
        driver.Lose("a");
        driver.Lose("b");
        driver.Grant("c");
        driver.Ready("c");
        var whole = driver.Effects.OfType<RunEffect.OpenSlice>().Last();
        Assert.Equal(("c", All), (whole.Node, whole.Range));

        // A replay of 201 passes of 4 groups takes c 12.9 s, both of them half of that.
        driver.Pass(TimeSpan.FromSeconds(1));
        driver.Grant("c", "d");
        driver.Ready("d");

        var effects = driver.Effects.Where(effect => effect is RunEffect.Forget or RunEffect.OpenSlice or RunEffect.Replay)
            .ToList();
        Assert.Equal("c", Assert.IsType<RunEffect.Forget>(effects[0]).Node);
        Assert.Equal([("c", FirstHalf), ("d", SecondHalf)],
            effects.OfType<RunEffect.OpenSlice>().Select(open => (open.Node, open.Range)));
        Assert.Equal(["c", "d"], effects.OfType<RunEffect.Replay>().Select(replay => replay.Node));

        // It was on its way when c was told to forget.
        driver.Answer(whole);
        Assert.Empty(driver.Effects.OfType<RunEffect.Pass>());

        driver.Answer("c", FirstHalf);
        driver.Answer("d", SecondHalf);
        Assert.Equal(["c", "d"], driver.Effects.OfType<RunEffect.Pass>().Select(pass => pass.Node));
    }

    [Fact]
    public void Second_newcomer_should_wait_when_the_first_has_nearly_replayed_everything()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.MakePasses(200);
        driver.Lose("a");
        driver.Grant("c");
        driver.Ready("c");
        _ = driver.Effects;

        driver.Pass(TimeSpan.FromSeconds(8));
        driver.Grant("c", "d");
        driver.Ready("d");

        Assert.Empty(driver.Effects.OfType<RunEffect.OpenSlice>());
    }

    [Fact]
    public void Slice_should_be_opened_elsewhere_when_its_node_does_not_evaluate()
    {
        var driver = new RunDriver(settings: NoCheckpoints);
        driver.Grant("a", "b");
        driver.Ready("a");
        driver.Ready("b");
        var slices = driver.Effects.OfType<RunEffect.OpenSlice>().ToDictionary(open => open.Node, open => open.Range);
        driver.Answer("a", slices["a"]);
        driver.Answer("b", slices["b"]);

        // b says nothing; the deadline is a second.
        var asked = driver.Effects.OfType<RunEffect.Evaluate>().ToDictionary(evaluate => evaluate.Node);
        Assert.Equal(["a", "b"], asked.Keys);
        driver.Evaluate(asked["a"], slices["a"]);
        driver.Pass(TimeSpan.FromSeconds(0.9));
        driver.Tick();
        Assert.Empty(driver.Effects);
        driver.Pass(TimeSpan.FromSeconds(0.2));
        driver.Tick();
        var rescue = Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>());
        Assert.Equal(("a", slices["b"]), (rescue.Node, rescue.Range));

        driver.Answer("a", rescue.Range);
        var again = Assert.Single(driver.Effects.OfType<RunEffect.Evaluate>());
        Assert.Equal("a", again.Node);
        driver.Evaluate(again, All);
        Assert.Equal([All], Assert.Single(driver.Effects.OfType<RunEffect.Pass>()).Owned);
    }

    [Fact]
    public void Worker_should_be_told_of_other_cores_when_it_is_there()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.Grant(3, "a", "b");
        Assert.Equal(new RunEffect.ResizeWorker("a", 3), Assert.Single(driver.Effects.OfType<RunEffect.ResizeWorker>()));

        driver.Grant(2, "a", "b");
        Assert.Equal(new RunEffect.ResizeWorker("a", 2), Assert.Single(driver.Effects.OfType<RunEffect.ResizeWorker>()));

        driver.Ready("b");
        Assert.Equal(new RunEffect.ResizeWorker("b", 2), Assert.Single(driver.Effects.OfType<RunEffect.ResizeWorker>()));
    }

    [Fact]
    public void Opening_should_be_waited_for_once_when_it_has_replayed_all_it_was_given()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.Grant("a", "b");
        driver.Ready("b");
        _ = driver.Effects;
        driver.Answer("a", All);
        var opening = Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>());
        Assert.Equal("b", opening.Node);

        // The owner is always a little faster.
        driver.Answer("a", All);
        driver.AnswerAt(driver.Run.Iteration - 1, "b", opening.Range);
        driver.Answer("a", All);
        driver.AnswerAt(driver.Run.Iteration - 1, "b", opening.Range);
        _ = driver.Effects;
        driver.Answer("a", All);
        Assert.Empty(driver.Effects);

        driver.Answer("b", opening.Range);
        var passes = driver.Effects.OfType<RunEffect.Pass>().ToDictionary(pass => pass.Node);
        Assert.Equal([opening.Range], passes["b"].Owned);
        Assert.Equal(GroupRanges.Except([All], [opening.Range]), passes["a"].Owned);
    }

    [Fact]
    public void Opening_should_be_given_up_when_it_was_waited_for_in_vain()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.Grant("a", "b");
        driver.Ready("b");
        driver.Answer("a", All);
        var opening = Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>(), open => open.Node == "b");
        driver.Answer("a", All);
        driver.Answer("a", All);
        driver.AnswerAt(driver.Run.Iteration - 1, "b", opening.Range);
        driver.Answer("a", All);
        _ = driver.Effects;

        driver.Pass(TimeSpan.FromSeconds(2));
        driver.Tick();

        var pass = Assert.Single(driver.Effects.OfType<RunEffect.Pass>());
        Assert.Equal(("a", All), (pass.Node, Assert.Single(pass.Owned)));
    }

    [Fact]
    public void Opening_should_be_waited_for_when_it_does_not_catch_up_with_passes_in_twice_the_time_that_it_took_before()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.MakePasses(1);
        driver.Grant("a", "b");
        driver.Ready("b");
        driver.MakePasses(1);
        var opening = Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>(), open => open.Node == "b");
        var begun = driver.Run.Iteration - 1;
        driver.Pass(TimeSpan.FromSeconds(1));
        for (var pass = 0; pass < 200; pass++)
        {
            driver.Answer("a", All);
        }

        driver.AnswerAt(begun, "b", opening.Range);
        driver.Pass(TimeSpan.FromSeconds(1.9));
        driver.Tick();
        driver.Answer("a", All);
        Assert.NotEmpty(driver.Effects.OfType<RunEffect.Pass>());

        driver.Pass(TimeSpan.FromSeconds(0.2));
        driver.Tick();
        driver.Answer("a", All);
        Assert.Empty(driver.Effects.OfType<RunEffect.Pass>());

        // At 64,000 samples x units a second and less for a that was slow, the 200 passes of 32 that it is behind take 0.1 s and
        // more.
        driver.Pass(TimeSpan.FromSeconds(1.1));
        driver.Tick();
        Assert.Empty(driver.Effects);
        driver.Answer("b", opening.Range);
        Assert.Contains(driver.Effects.OfType<RunEffect.Pass>(), pass => pass.Node == "b" && pass.Owned.Contains(opening.Range));
    }

    [Fact]
    public void Opening_of_a_node_that_is_to_leave_should_be_dropped_when_somebody_has_the_slice()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.Grant("a", "b");
        driver.Ready("b");
        driver.MakePasses(1);
        var opening = Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>(), open => open.Node == "b");

        driver.Grant("a");
        driver.Answer("b", opening.Range);
        driver.Answer("a", All);

        var effects = driver.Effects;
        Assert.Equal("b", Assert.Single(effects.OfType<RunEffect.StopWorker>()).Node);
        Assert.Equal([All], Assert.Single(effects.OfType<RunEffect.Pass>()).Owned);
    }

    [Fact]
    public void Opening_should_not_be_waited_for_while_it_has_not_replayed_what_was_before_it()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.MakePasses(5);
        driver.Grant("a", "b");
        driver.Ready("b");
        driver.Answer("a", All);
        var opening = Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>(), open => open.Node == "b");

        driver.AnswerAt(0, "b", opening.Range);
        driver.Answer("a", All);

        Assert.Equal(2, driver.Effects.OfType<RunEffect.Pass>().Count());
    }

    [Fact]
    public void Copy_should_be_taken_only_in_the_cut_that_was_asked_for()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.Hold();
        driver.MakePasses(1);
        Assert.Equal(2, driver.Effects.OfType<RunEffect.CopySlices>().Count());

        // Before any copy comes in, the slices are cut anew at the same iteration.
        driver.Lose("b");
        driver.Answer("a", SecondHalf);
        Assert.Equal([All], Assert.Single(driver.Effects.OfType<RunEffect.CopySlices>()).Owned);

        driver.Copy(1, FirstHalf);
        Assert.Empty(driver.Effects);
        driver.Copy(1, All);
        Assert.Equal(All, Assert.Single(Assert.Single(driver.Effects.OfType<RunEffect.StoreCheckpoint>()).Parts).Range);
    }

    [Fact]
    public void Interval_should_grow_fourfold_at_most_after_a_checkpoint_that_took_long_and_follow_the_next_at_once()
    {
        var driver = RunDriver.Started(
            new RunSettings { CheckpointInterval = TimeSpan.FromSeconds(5), CheckpointCostLimit = 0.02 }, "a");
        Checkpoint(seconds: 3);
        Assert.Equal(TimeSpan.FromSeconds(20), driver.Run.CheckpointInterval);
        Checkpoint(seconds: 0.2);
        Assert.Equal(TimeSpan.FromSeconds(10), driver.Run.CheckpointInterval);
        Checkpoint(seconds: 0.01);
        Assert.Equal(TimeSpan.FromSeconds(5), driver.Run.CheckpointInterval);

        void Checkpoint(double seconds)
        {
            driver.Pass(driver.Run.CheckpointInterval);
            driver.Answer("a", All);
            var at = Assert.Single(driver.Effects.OfType<RunEffect.CopySlices>()).Iteration;
            driver.Copy(at, All);
            driver.Pass(TimeSpan.FromSeconds(seconds));
            driver.Commit(at);
        }
    }

    [Fact]
    public void Checkpoint_should_have_the_loss_of_its_own_iteration_when_passes_went_on()
    {
        var driver = RunDriver.Started(new RunSettings { CheckpointInterval = TimeSpan.Zero }, "a");
        driver.Certainty = 1;
        driver.Answer("a", All);
        driver.Copy(1, All);

        Assert.Equal(Math.Log(3), Assert.Single(driver.Effects.OfType<RunEffect.StoreCheckpoint>()).Loss!.Value, precision: 12);
        Assert.NotEqual(Math.Log(3), driver.Run.Loss!.Value, precision: 2);
    }

    [Fact]
    public void Evaluation_should_be_asked_for_again_when_a_node_came_back_under_its_name()
    {
        var driver = new RunDriver();
        driver.Grant("a");
        driver.Ready("a");
        driver.Answer("a", All);
        Assert.NotEmpty(driver.Effects.OfType<RunEffect.Evaluate>());

        driver.Lose("a");
        driver.Grant("a");
        driver.Ready("a");
        driver.Answer("a", All);

        Assert.NotEmpty(driver.Effects.OfType<RunEffect.Evaluate>());
    }

    [Fact]
    public void Slices_should_be_opened_anew_when_a_node_has_another_worker()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        _ = driver.Effects;

        driver.Ready("a");

        Assert.Equal(All, Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>()).Range);
    }

    // Groups are cut by the speeds of nodes, and the last group is the output biases.
    [Fact]
    public void Event_should_never_say_that_a_node_takes_no_unit()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.MakePasses(1);
        _ = driver.Effects;
        driver.Answer("a", FirstHalf);
        driver.Answer("a", new GroupRange(2, 1));
        driver.Answer("b", new GroupRange(3, 1));

        var notes = driver.Effects.OfType<RunEffect.Note>().Select(note => note.Text).ToList();

        Assert.Equal(["a takes 8 of 24 units from b"], notes);
        Assert.Equal(24, driver.Run.UnitsByNode["a"]);
        Assert.Equal(0, driver.Run.UnitsByNode["b"]);

        // What is left to b is lost with it, and opened by a.
        driver.Answer("a", new GroupRange(0, 3));
        driver.Lose("b");
        driver.Answer("a", new GroupRange(3, 1));
        Assert.Equal(["a opens the output biases lost with b"],
            driver.Effects.OfType<RunEffect.Note>().Select(note => note.Text));
    }

    [Fact]
    public void Straggler_should_lose_its_slice_to_whoever_answers_first()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.MakePasses(2);
        driver.Answer("a", FirstHalf);
        _ = driver.Effects;

        driver.Pass(TimeSpan.FromSeconds(1.1));
        driver.Tick();
        Assert.Equal(("a", SecondHalf),
            Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>().Select(open => (open.Node, open.Range))));

        driver.Answer("a", SecondHalf);
        var effects = driver.Effects;
        Assert.Equal([All], Assert.Single(effects.OfType<RunEffect.Pass>()).Owned);
        Assert.Equal("b", Assert.Single(effects.OfType<RunEffect.Forget>()).Node);
    }

    [Fact]
    public void Straggler_should_be_replaced_again_when_the_one_who_replaced_it_is_gone()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b", "c");
        driver.MakePasses(2);
        var late = driver.Effects.OfType<RunEffect.Pass>().Last(pass => pass.Node == "c").Owned;
        var prompt = GroupRanges.Except([All], late);
        driver.Answer("a", [.. prompt]);
        driver.Answer("b", [.. prompt]);
        driver.Pass(TimeSpan.FromSeconds(1.1));
        driver.Tick();
        var opened = driver.Effects.OfType<RunEffect.OpenSlice>().ToList();
        Assert.Equal(late, GroupRanges.Union(opened.Select(open => open.Range)));

        driver.Lose(opened[0].Node);
        driver.Tick();

        Assert.Contains(opened[0].Range, driver.Effects.OfType<RunEffect.OpenSlice>().Select(open => open.Range));
    }

    [Fact]
    public void Last_node_should_be_let_go_once_a_checkpoint_has_what_it_holds()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.Grant();
        driver.MakePasses(1);
        _ = driver.Effects;
        driver.Copy(1, All);
        Assert.Empty(driver.Effects.OfType<RunEffect.StopWorker>());

        driver.Commit(1);
        Assert.Equal("a", Assert.Single(driver.Effects.OfType<RunEffect.StopWorker>()).Node);

        driver.Grant("b");
        driver.Ready("b");
        Assert.Equal(("b", 1),
            Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>().Select(open => (open.Node, open.Base))));
    }

    [Fact]
    public void Leaving_node_should_be_stopped_when_another_has_taken_over()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a", "b");
        driver.Grant("b");
        driver.MakePasses(1);
        Assert.Equal(("b", FirstHalf),
            Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>().Select(open => (open.Node, open.Range))));

        driver.Answer("a", FirstHalf);
        driver.Answer("b", FirstHalf);
        driver.Answer("b", SecondHalf);

        var effects = driver.Effects;
        Assert.Equal("a", Assert.Single(effects.OfType<RunEffect.StopWorker>()).Node);
        Assert.Equal([All], Assert.Single(effects.OfType<RunEffect.Pass>()).Owned);
    }

    [Fact]
    public void Hold_should_be_met_at_once_when_there_is_no_node_to_save_anything_of()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.Lose("a");
        _ = driver.Effects;

        driver.Hold();

        Assert.Equal(0, Assert.Single(driver.Effects.OfType<RunEffect.Held>()).Iteration);
    }

    [Fact]
    public void Full_log_should_stop_the_passes_until_a_checkpoint_stands()
    {
        var driver = RunDriver.Started(NoCheckpoints with { LogLimit = 1 }, "a");
        driver.MakePasses(1);
        Assert.Equal([0], driver.Effects.OfType<RunEffect.Pass>().Select(pass => pass.Iteration));

        driver.Copy(1, All);
        driver.Commit(1);

        Assert.Equal(1, Assert.Single(driver.Effects.OfType<RunEffect.Pass>()).Iteration);
    }

    [Fact]
    public void Joining_node_should_get_its_share_when_others_are_faster_than_was_expected_of_them()
    {
        // The driver's passes run at 16,000 samples x units a second and more; 1,000 were expected of each.
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.MakePasses(3);
        driver.Grant("a", "b");
        driver.Ready("b");
        driver.MakePasses(1);

        Assert.Equal(2, Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>(), open => open.Node == "b").Range.Count);
    }

    [Fact]
    public void Node_that_is_lent_should_get_a_share_though_it_helps_less_than_another_split_must()
    {
        var driver = RunDriver.Started(NoCheckpoints with { BalanceGain = 0.9 }, "a");
        driver.MakePasses(1);
        driver.Grant("a", "b");
        driver.Ready("b");
        driver.MakePasses(1);

        Assert.Equal("b", Assert.Single(driver.Effects.OfType<RunEffect.OpenSlice>()).Node);
    }

    [Fact]
    public void Slice_should_move_from_the_checkpoint_that_was_taken_for_it_however_long_that_took()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        driver.MakePasses(3);
        driver.Pass(TimeSpan.FromSeconds(10));
        driver.Grant("a", "b");
        driver.Ready("b");
        driver.MakePasses(1);
        var copied = Assert.Single(driver.Effects.OfType<RunEffect.CopySlices>()).Iteration;

        driver.Pass(TimeSpan.FromSeconds(4));
        driver.Copy(copied, All);
        driver.Commit(copied);
        driver.Pass(TimeSpan.FromSeconds(0.5));
        driver.Answer("a", All);

        var effects = driver.Effects;
        Assert.Equal(("b", copied), Assert.Single(effects.OfType<RunEffect.OpenSlice>().Select(open => (open.Node, open.Base))));
        Assert.Empty(effects.OfType<RunEffect.CopySlices>());
    }

    [Fact]
    public void Nothing_should_be_wanted_of_nodes_when_the_run_has_ended()
    {
        var driver = RunDriver.Started(NoCheckpoints, "a");
        _ = driver.Run.Diverged(0);
        _ = driver.Effects;

        driver.Grant("a", "b");
        driver.Ready("b");
        driver.Lose("a");
        driver.Tick();

        Assert.True(driver.Run.HasEnded);
        Assert.Empty(driver.Effects);
    }
}
