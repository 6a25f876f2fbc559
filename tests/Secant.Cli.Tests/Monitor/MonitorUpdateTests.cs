using Secant.Cli.Monitor;
using Secant.Lab.Contracts;
using static Secant.Cli.Tests.Monitor.WatchedSamples;

namespace Secant.Cli.Tests.Monitor;

public sealed class MonitorUpdateTests
{
    [Theory]
    [InlineData("p", LabProtocol.ChangeKind.Pause)]
    [InlineData("c", LabProtocol.ChangeKind.Continue)]
    [InlineData("x", LabProtocol.ChangeKind.Cancel)]
    public void Change_should_be_done_only_after_a_yes(string key, LabProtocol.ChangeKind kind)
    {
        var asked = Press(State(), key);
        Assert.Equal(new MonitorAction.Change("12", kind), asked.Asked);
        var (done, action) = Next(asked, "y");
        Assert.Equal(asked.Asked, action);
        Assert.Equal($"asks the lab: {action!.Command} ...", done.Message);
        var (dropped, nothing) = Next(asked, "[Enter]");
        Assert.Null(nothing);
        Assert.Null(dropped.Asked);
    }

    [Fact]
    public void Drain_should_name_the_node_that_is_chosen() =>
        Assert.Equal(new MonitorAction.Drain("lab-07"), Press(State(), "1", "[Down]", "d").Asked);

    [Theory]
    [InlineData("p")]
    [InlineData("c")]
    [InlineData("x")]
    [InlineData("d")]
    public void Key_should_ask_for_nothing_when_read_only(string key)
    {
        var state = Press(State() with { IsReadOnly = true }, key is "d" ? "1" : "2", key);
        Assert.Null(state.Asked);
        Assert.Contains("read-only", state.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p")]
    [InlineData("c")]
    [InlineData("x")]
    public void Key_should_ask_for_nothing_when_the_experiment_has_ended(string key)
    {
        var state = Press(State(new StatusDocument(AtWork.Lab, [], [Heavy with { State = ExperimentStates.Cancelled }])), "2",
            key);
        Assert.Null(state.Asked);
        Assert.Equal("experiment 12 is cancelled, which is for good: it cannot be paused, continued or cancelled", state.Message);
    }

    [Theory]
    [InlineData("1", "x")]
    [InlineData("2", "d")]
    [InlineData("3", "p")]
    public void Key_should_ask_for_nothing_when_another_list_is_meant(string list, string key)
    {
        var state = Press(State(), list, key);
        Assert.Null(state.Asked);
        Assert.StartsWith("choose ", state.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choice_should_stay_with_its_row_when_others_come_before_it()
    {
        var state = Press(State(), "1", "[Down]", "[Down]");
        Assert.Equal("lab-09", state.Node!.Name);
        state = Feed(state, new MonitorInput.Answer(WithLoss, At(1)));
        Assert.Equal("lab-07", state.Nodes[0].Name);
        Assert.Equal("lab-09", state.Node!.Name);
    }

    [Fact]
    public void Enter_should_open_and_escape_should_come_back()
    {
        var state = Press(State(), "[Enter]");
        Assert.Equal((MonitorPage.Experiment, "12"), (state.Page, state.Experiment!.Id));
        state = Press(state, "?");
        Assert.Equal(MonitorPage.Keys, state.Page);
        state = Press(state, "[Esc]");
        Assert.Equal(MonitorPage.Experiment, state.Page);
        Assert.Equal(MonitorPage.Overview, Press(state, "[Esc]").Page);
    }

    [Fact]
    public void Enter_on_an_event_should_open_what_it_is_about() =>
        Assert.Equal((MonitorPage.Node, "lab-07"),
        Press(State(), "3", "[Down]", "[Enter]") is var state ? (state.Page, state.NodeName!) : default);

    [Fact]
    public void Filter_should_leave_what_holds_the_text_until_escape()
    {
        var state = Press(State(), "/", "0", "0", "[Back]", "7");
        Assert.True(state.IsFiltering);
        Assert.Equal(["lab-07"], state.Nodes.Select(node => node.Name));
        Assert.Empty(state.Experiments);
        Assert.Equal(2, state.Events.Count);
        state = Press(state, "[Enter]");
        Assert.False(state.IsFiltering);
        Assert.Single(state.Nodes);
        Assert.Equal(3, Press(state, "[Esc]").Nodes.Count);
    }

    [Fact]
    public void Letters_should_go_into_the_filter_and_do_nothing_else()
    {
        var state = Press(State(), "/", "q", "p", "?");
        Assert.Equal(("qp?", false), (state.Filter, state.HasLeft));
        Assert.Null(state.Asked);
    }

    [Fact]
    public void Events_should_be_joined_newest_first_and_none_twice()
    {
        var state = Feed(State(), new MonitorInput.Answer(WithLoss, At(1)), new MonitorInput.Answer(WithLoss, At(2)));
        Assert.Equal([6, 5, 4, 3, 2, 1], state.Known.Select(one => one.Number));
        Assert.Equal(6, state.LastEvent);
    }

    [Fact]
    public void Events_should_begin_anew_when_the_lab_was_started_again()
    {
        var again = new StatusDocument(AtWork.Lab with { Since = "2026-09-21T15:00:00.0000000+00:00" }, [], [])
        {
            Events = [new HappeningDocument(1, Noon, HappeningKinds.Joined, "lab-01 joined with 4 cores", "lab-01")],
        };
        var state = Feed(State(), new MonitorInput.Answer(again, At(60)));
        Assert.Equal("lab-01 joined with 4 cores", Assert.Single(state.Known).Text);
    }

    [Fact]
    public void Trouble_should_end_with_the_next_answer()
    {
        var state = Feed(State(), new MonitorInput.Miss(At(2)));
        Assert.NotNull(state.MissedAt);
        Assert.Null(Feed(state, new MonitorInput.Answer(AtWork, At(3))).MissedAt);
    }

    [Fact]
    public void Outcome_should_be_shown_until_the_next_key()
    {
        var state = Feed(State(), new MonitorInput.Outcome("experiment 12 is paused"));
        Assert.Equal("experiment 12 is paused", state.Message);
        Assert.Null(Press(state, "j").Message);
    }

    [Theory]
    [InlineData("q")]
    public void Console_should_be_left_with(string key) => Assert.True(Press(State(), key).HasLeft);

    private static (MonitorState State, MonitorAction? Action) Next(MonitorState state, string key) =>
        MonitorUpdate.Next(state, new MonitorInput.Key(Key(key)));
}
