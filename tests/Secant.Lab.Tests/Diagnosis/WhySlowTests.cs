using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;
using Secant.Lab.Tests.Contracts;

namespace Secant.Lab.Tests.Diagnosis;

public sealed class WhySlowTests
{
    private static readonly long TwoPast2 = new DateTimeOffset(2026, 3, 4, 14, 2, 30, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly DateTimeOffset Now = new(2026, 3, 4, 14, 30, 0, TimeSpan.Zero);

    private static readonly SpansDocument Even = new()
    {
        Seconds = 60,
        Passes = 600,
        Compute = 0.9,
        Waiting = 0.05,
        Network = 0.05,
        SecondsAPass = 0.1,
        Nodes = [Node("a"), Node("b"), Node("lab-07")],
    };

    private static readonly SpansDocument Uneven = Even with
    {
        Compute = 0.6,
        Waiting = 0.31,
        SecondsAPass = 0.24,
        Nodes =
        [
            Node("a"),
            Node("b"),
            Node("lab-07") with { AnswerMilliseconds = 235, ComputeMilliseconds = 230, WaitingShare = 0.31, Slowness = 2.4,
                SlowSinceUnixMilliseconds = TwoPast2 },
        ],
    };

    [Fact]
    public void Experiment_should_name_the_node_that_it_waits_for_since_when_and_what_dropping_it_would_save() => Assert.Equal(
        "31 % of the time waits for lab-07, 2.4 times slower than the median since 14:02: "
        + "it computes 230.0 ms a pass, others 95.0 ms for as many units; dropping it would save 15 min.",
        Explain(Running(Uneven)));

    [Fact]
    public void Experiment_should_say_that_something_else_has_the_processor_when_the_node_gets_less_than_it_asks_for() =>
    Assert.Contains(
        "its processor is taken by something else, it gets 40 % of what it asks for",
        Explain(Running(Uneven), Busy("lab-07") with { ComputingShare = 1, ProcessorShare = 0.4 }),
        StringComparison.Ordinal);

    [Fact]
    public void Experiment_should_name_the_link_when_the_way_is_what_takes_longer() => Assert.StartsWith(
        "31 % of the time waits for lab-07, 2.4 times slower than the median since 14:02: its link takes 140.0 ms a pass, "
            + "others' 5.0 ms; ",
        Explain(Running(Uneven with
        {
            Nodes = [Node("a"), Node("b"), Uneven.Nodes[2] with { ComputeMilliseconds = 95, NetworkMilliseconds = 140 }],
        })),
        StringComparison.Ordinal);

    [Fact]
    public void Experiment_should_wait_for_nobody_when_one_node_is_left() => Assert.Equal(
        "computes 60 % of the time; of the rest the network takes most, 5 %.",
        Explain(Running(Uneven with { Nodes = [Uneven.Nodes[2]] })));

    [Theory]
    [InlineData(0.31, 1.0)]
    [InlineData(0.31, 1.4)]
    [InlineData(0.09, 2.4)]
    public void Experiment_should_name_no_node_when_none_is_both_slow_and_waited_for(double waiting, double slowness) =>
    Assert.Equal(
        "31 % of the time waits for the last to answer, now one node, now another; none is clearly slower.",
        Explain(Running(Even with
        {
            Waiting = 0.31,
            Nodes = [Node("a"), Node("b") with { WaitingShare = waiting, Slowness = slowness }, Node("c")]
        })));

    [Fact]
    public void Experiment_should_compare_nodes_by_the_units_of_their_passes_when_slices_have_moved_since()
    {
        // b gave half of its units to a just now: what it computed was with twice as many as it has.
        var spans = Even with
        {
            Waiting = 0.31,
            Nodes =
            [
                Node("a") with { Units = 37, UnitsAPass = 25 },
                Node("b") with { Units = 12, UnitsAPass = 25, ComputeMilliseconds = 190, AnswerMilliseconds = 195,
                    WaitingShare = 0.31, Slowness = 1.95 },
            ],
        };
        Assert.Contains("it computes 190.0 ms a pass, others 95.0 ms for as many units", Explain(Running(spans)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Experiment_should_tell_the_date_when_a_node_is_slow_since_another_day() => Assert.Contains(
        "2.4 times slower than the median since 2026-03-02 14:02: ",
        Explain(Running(Uneven with
        {
            Nodes = [Node("a"), Uneven.Nodes[2] with { SlowSinceUnixMilliseconds = TwoPast2 - (2 * 86_400_000) }]
        })),
        StringComparison.Ordinal);

    [Fact]
    public void Experiment_should_say_nothing_when_its_first_pass_on_new_nodes_is_under_way() =>
    Assert.Null(Explain(Running(Even with { Waiting = 0.5, Network = 0.4, Nodes = [] })));

    [Fact]
    public void Experiment_should_say_what_it_waits_for_when_no_node_has_its_slices()
    {
        var deserted = Running(Even with { Compute = 0, Held = 1 }) with { Nodes = 0 };
        Assert.Equal("no node has its slices; it waits for cores.", Explain(deserted));
        Assert.Equal("its slices are being opened on d.", Explain(deserted with { Spans = null }, Busy("d")));
        Assert.Equal(
            "lab-07 was lost at iteration 1000; no node has its slices, it waits for cores.",
            Explain(deserted, Busy("lab-07") with { State = NodeStates.Lost }));
    }

    [Fact]
    public void Experiment_should_say_that_a_node_was_lost_rather_than_that_it_waits_for_it() => Assert.Equal(
        $"lab-07 was lost at iteration {Running(Uneven).Iteration}; the others wait until its slices are opened anew.",
        Explain(Running(Uneven), Busy("a"), Busy("lab-07") with { State = NodeStates.Lost }));

    [Fact]
    public void Experiment_should_say_that_dropping_saves_nothing_when_the_others_would_take_longer() => Assert.EndsWith(
        "dropping it would save nothing, its slice follows its speed.",
        Explain(Running(Uneven with { Nodes = [Node("a"), Uneven.Nodes[2] with { AnswerMilliseconds = 180 }] })),
        StringComparison.Ordinal);

    [Fact]
    public void Experiment_should_name_the_disk_when_passes_wait_for_checkpoints() => Assert.Equal(
        "40 % of the time waits for checkpoints: the store took 3.2 s to write 0.5 MB: its disk is slow; a checkpoint comes "
            + "every 160 s, and before slices move.",
        Explain(Running(Even with { Compute = 0.5, Checkpoint = 0.4 }) with { Checkpoint = SlowStore }));

    [Fact]
    public void Experiment_should_name_the_disk_when_only_the_store_is_slow() =>
        Assert.Contains("its disk is slow", Explain(Running(Even) with { Checkpoint = SlowStore }), StringComparison.Ordinal);

    [Fact]
    public void Experiment_should_not_speak_of_a_checkpoint_of_long_ago() => Assert.DoesNotContain(
        "disk", Explain(Running(Even) with
        {
            Checkpoint =
            SlowStore with { AtUnixMilliseconds = Now.AddSeconds(-70).ToUnixTimeMilliseconds() }
        }), StringComparison.Ordinal);

    [Fact]
    public void Experiment_should_name_the_disk_besides_what_holds_passes_up() => Assert.Matches(
        "^31 % of the time waits for lab-07, .*\\. Besides, the store took 3\\.2 s to write 0\\.5 MB: its disk is slow; ",
        Explain(Running(Uneven) with { Checkpoint = SlowStore }));

    [Fact]
    public void Experiment_should_name_the_node_that_gets_least_of_its_processor_when_no_share_of_the_time_shows_it() =>
    Assert.Equal(
        "b is slowed: its processor is taken by something else, it gets 50 % of what it asks for.",
        Explain(
            Running(Even with { Compute = 0.995, Waiting = 0.005, Network = 0 }),
            Busy("a") with { ComputingShare = 0.7, ProcessorShare = 0.5 },
            Busy("b") with { ComputingShare = 0.7, ProcessorShare = 0.35 }));

    [Theory]
    [InlineData("network", "45 % of the time is spent on the network, 5.0 ms a pass, most of it on the link to b")]
    [InlineData("messages", "45 % of the time goes to messages to a and back, 5.0 ms a pass")]
    [InlineData("coordinator", "45 % of the time is the coordinator's own work")]
    [InlineData("opening", "45 % of the last 60 s went to opening slices, with 3 recoveries so far")]
    [InlineData("evaluation", "45 % of the time goes to evaluations")]
    [InlineData("nothing", "computes 90 % of the time; of the rest the network takes most, 5 %.")]
    [InlineData("little", "computes 100 % of the time; nothing holds it up.")]
    public void Experiment_should_name_what_takes_most_of_its_time(string what, string sentence)
    {
        var spans = what switch
        {
            "network" => Even with { Network = 0.45, Nodes = [Node("a"), Node("b") with { NetworkMilliseconds = 9 }, Node("c")] },
            "messages" => Even with { Network = 0.45, Nodes = [Node("a")] },
            "coordinator" => Even with { Coordinator = 0.45 },
            "opening" => Even with { Opening = 0.45 },
            "evaluation" => Even with { Evaluation = 0.45 },
            "little" => Even with { Compute = 0.995, Waiting = 0.005, Network = 0 },
            _ => Even with { Waiting = 0.04 },
        };

        Assert.StartsWith(sentence, Explain(Running(spans)), StringComparison.Ordinal);
    }

    [Fact]
    public void Experiment_should_name_who_is_awaited_when_a_pass_is_long_overdue() => Assert.Equal(
        "iteration 1000 has waited 4.5 s for b.",
        Explain(Running(Even with { PassAgeSeconds = 4.5, Awaited = ["b"] })));

    [Fact]
    public void Experiment_should_say_why_it_is_queued() => Assert.Equal(
        "queued: waits for free cores",
        Explain(Running(Even) with { State = ExperimentStates.Queued, Placement = "waits for free cores" }));

    [Fact]
    public void Node_should_say_how_much_slower_it_is_and_why() => Assert.Equal(
        "2.4 times slower than the median since 14:02: its processor is taken by something else, it gets 40 % of what it asks "
            + "for; "
        + "31 % of the time of experiment 12 waits for it; dropping it would save 15 min.",
        Explain(Busy("lab-07") with { ComputingShare = 1, ProcessorShare = 0.4 }, Running(Uneven)));

    [Fact]
    public void Node_should_say_that_it_computes_when_nothing_is_wrong() =>
        Assert.Equal("computes 93 % of the time.", Explain(Busy("a") with { ComputingShare = 0.93 }, Running(Uneven)));

    [Fact]
    public void Node_should_say_that_it_holds_nothing_yet_when_it_is_lent_and_has_no_slice() =>
        Assert.StartsWith("holds no slice yet: ", Explain(Busy("a") with { Units = 0, ComputingShare = 0 }, Running(Even)),
        StringComparison.Ordinal);

    [Fact]
    public void Node_should_say_that_something_else_has_the_processor_when_its_slice_has_followed_its_speed() => Assert.Equal(
        "computes 70 % of the time; its processor is taken by something else, it gets 50 % of what it asks for.",
        Explain(Busy("a") with { ComputingShare = 0.7, ProcessorShare = 0.35 }, Running(Even)));

    [Fact]
    public void Node_should_be_explained_but_not_dropped_when_only_the_last_seconds_were_slow() => Assert.Equal(
        "1.2 times slower than the median since 14:02: it computes 110.0 ms a pass, others 95.0 ms for as many units; 12 % of "
            + "the time of experiment 12 waits for it.",
        Explain(Busy("b"), Running(Even with
        {
            Nodes = [Node("a"), Node("b") with { ComputeMilliseconds = 110, AnswerMilliseconds = 115, Slowness = 1.2,
            WaitingShare = 0.12, SlowSinceUnixMilliseconds = TwoPast2 }],
        })));

    [Fact]
    public void Node_should_explain_its_slowness_when_nobody_waits_for_it_as_its_slice_has_followed_its_speed() => Assert.Equal(
        "1.9 times slower than the median: it computes 95.0 ms a pass, others 50.0 ms for as many units; 2 % of the time of "
            + "experiment 12 waits for it; "
        + "dropping it would save nothing, its slice follows its speed.",
        Explain(Busy("b"), Running(Even with
        {
            Nodes = [Node("a") with { Units = 50, UnitsAPass = 50 },
            Node("b") with { Units = 26, UnitsAPass = 26.3157894736842, Slowness = 1.9, WaitingShare = 0.02 }],
        })));

    [Fact]
    public void Node_should_say_why_it_is_idle_as_the_planner_decided()
    {
        Assert.Equal("is idle: no experiment waits for cores.", Explain(Busy("d") with { State = NodeStates.Idle }));
        const string why = "is idle: experiment 12 was given --nodes 2.";
        Assert.Equal(why, Explain(Busy("d") with { State = NodeStates.Idle, Why = why }, Running(Even)));
    }

    [Theory]
    [InlineData(null, "hands over 25 units.")]
    [InlineData("is idle: experiment 12 was given --nodes 1.",
        "hands over 25 units, then is idle: experiment 12 was given --nodes 1.")]
    public void Node_should_say_that_it_hands_over_when_it_is_lent_no_more(string? idle, string why) =>
        Assert.Equal(why, Explain(Busy("d") with { CoresBusy = 0, Why = idle }, Running(Even)));

    [Theory]
    [InlineData(NodeStates.Draining, "hands over what it holds, then gets nothing more.")]
    [InlineData(NodeStates.Busy, "hands over what it holds.")]
    public void Node_should_not_hand_over_no_units(string state, string why) =>
        Assert.Equal(why, Explain(Busy("d") with { State = state, CoresBusy = 0, Units = 0 }, Running(Even)));

    private static CheckpointDocument SlowStore => new(900, Now.AddSeconds(-50).ToUnixTimeMilliseconds(), 500_000, 3.2, 160);

    private static NodeSpansDocument Node(string name) => new(name, 25, 100, 95, 5, 25e3, 0, 1, null);

    private static NodeDocument Busy(string name) =>
        new(name, "127.0.0.1:5000", NodeStates.Busy, 1, 0.5, 25, ["12"]) { CoresBusy = 1 };

    private static ExperimentDocument Running(SpansDocument spans) => new()
    {
        Id = "12",
        State = ExperimentStates.Running,
        Spec = Samples.Spec with { Iterations = 11_000 },
        Iteration = 1000,
        Recoveries = 3,
        Spans = spans,
    };

    private static string? Explain(ExperimentDocument experiment, params NodeDocument[] nodes) =>
        new WhySlow(nodes, Now, TimeZoneInfo.Utc).OfExperiment(experiment);

    private static string? Explain(NodeDocument node, params ExperimentDocument[] experiments) =>
        new WhySlow([node], Now, TimeZoneInfo.Utc).OfNode(node, experiments);
}
