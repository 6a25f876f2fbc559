using Secant.Cli.Monitor;
using Secant.Lab.Contracts;
using static Secant.Cli.Tests.Monitor.WatchedSamples;

namespace Secant.Cli.Tests.Monitor;

public sealed class MonitorViewTests
{
    [Fact]
    public void Overview_should_show_nodes_experiments_events_and_why_on_80_columns() =>
    Approve("overview-80x24", State(), 80, 24);

    [Fact]
    public void Overview_should_show_every_sentence_on_160_columns() => Approve("overview-160x48", State(), 160, 48);

    [Fact]
    public void Overview_should_show_a_lost_node_first() =>
    Approve("lost-80x24", Feed(State(), new MonitorInput.Answer(WithLoss, At(1))), 80, 24);

    [Fact]
    public void Overview_should_draw_with_plain_letters_when_the_terminal_has_no_others() => ApprovedText.Matches(
        "overview-ascii", MonitorView.Draw(State(), Look with { Glyphs = Glyphs.Ascii }, 80, 24).ToString());

    [Fact]
    public void Overview_should_say_what_to_do_when_the_lab_is_empty() =>
        Approve("empty-80x24", State(new StatusDocument(AtWork.Lab, [], []) { AtUnixMilliseconds = Noon }), 80, 24);

    [Fact]
    public void Node_page_should_show_all_about_a_node() =>
    Approve("node-80x24", Press(State(), "1", "[Down]", "[Enter]"), 80, 24);

    [Fact]
    public void Experiment_page_should_show_where_the_time_goes_and_the_curve() =>
    Approve("experiment-80x24", Press(State(), "[Enter]"), 80, 24);

    [Fact]
    public void Experiment_page_should_fill_a_large_screen() => Approve("experiment-160x48", Press(State(), "[Enter]"), 160, 48);

    [Fact]
    public void Keys_page_should_show_each_key_with_its_command() => Approve("keys-80x24", Press(State(), "?"), 80, 24);

    [Fact]
    public void Keys_page_should_have_no_acting_key_when_read_only() =>
        Approve("keys-read-only-80x24", Press(State() with { IsReadOnly = true }, "?"), 80, 24);

    [Fact]
    public void Header_should_say_since_when_the_lab_does_not_answer() =>
        Assert.StartsWith(" NO ANSWER from 10.0.0.5:4053 for 4.5 s", Lines(Feed(State(), new MonitorInput.Miss(At(4.5))))[0],
        StringComparison.Ordinal);

    [Fact]
    public void Footer_should_ask_with_the_command_that_would_be_done() =>
        Assert.Equal(" secant pause 12 - press y to do it, any other key to leave it", Lines(Press(State(), "p"))[^1]);

    [Fact]
    public void Footer_should_take_as_many_lines_as_an_answer_needs()
    {
        const string answer =
            "experiment 12 is completed, which is for good: it cannot be paused, continued or cancelled; 'secant show 12' "
            + "shows what there is";
        var lines = Lines(Feed(State(), new MonitorInput.Outcome(answer)));
        Assert.Equal(24, lines.Length);
        Assert.Equal(answer, $"{lines[^2].Trim()} {lines[^1].Trim()}");
    }

    [Fact]
    public void Header_should_count_those_that_are_not_among_the_rows()
    {
        var status = new StatusDocument(AtWork.Lab, AtWork.Nodes,
            AtWork.Experiments)
        { States = [new StateCount("running", 1), new StateCount("queued", 70)] };
        Assert.Contains("1 running, 70 queued", Lines(State(status))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NodeStates.Busy, 1.6, "b")]
    [InlineData(NodeStates.Idle, null, "b")]
    [InlineData(NodeStates.Suspect, null, "b")]
    [InlineData(NodeStates.Busy, 1.4, "a")]
    public void Sentence_should_be_of_the_node_in_most_trouble_while_none_is_chosen(string state, double? slowness, string told)
    {
        NodeDocument[] nodes = [AtWork.Nodes[0] with { Name = "a", Slowness = 1.45 },
            AtWork.Nodes[0] with { Name = "b", State = state, Slowness = slowness }];
        Assert.Contains(Lines(State(new StatusDocument(AtWork.Lab, nodes, AtWork.Experiments))),
            line => line.StartsWith($"   {told}: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.9, Tone.Plain)]
    [InlineData(2.1, Tone.Warning)]
    [InlineData(3.1, Tone.Bad)]
    public void Heartbeat_should_turn_yellow_and_red_as_it_ages(double age, object tone)
    {
        var aged = new StatusDocument(AtWork.Lab, [AtWork.Nodes[0] with { HeartbeatAgeSeconds = age }], []);
        var row = MonitorView.Draw(State(aged), Look, 80, 24).Lines.Single(
            line => line.ToString().Contains("lab-01  ", StringComparison.Ordinal));
        Assert.Equal(tone, row.Pieces.Single(piece => piece.Text.EndsWith(" s", StringComparison.Ordinal)).Tone);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(40, 10)]
    [InlineData(60, 12)]
    [InlineData(39, 10)]
    [InlineData(1, 1)]
    [InlineData(100, 30)]
    [InlineData(119, 11)]
    [InlineData(139, 40)]
    [InlineData(250, 80)]
    public void Picture_should_fill_the_screen_exactly_whatever_its_size(int width, int height)
    {
        var state = State(Crowded());
        foreach (var shown in (MonitorState[])[state, Press(state, "1", "[Enter]"), Press(state, "[Enter]"), Press(state, "?"),
            Press(state, "/", "w"), Press(state, "d"), Press(state, "2", "p")])
        {
            var picture = MonitorView.Draw(shown, Look, width, height);
            Assert.True(picture.Lines.Count <= height);

            // The footer is there on a low screen, too.
            Assert.Equal(MonitorView.Draw(shown, Look, width, Math.Max(height, width < 40 ? 0 : 50)).Lines[^1].ToString(),
                picture.Lines[^1].ToString());
            Assert.All(picture.Lines, line => Assert.Equal(width, CellText.Width(line.ToString())));
        }
    }

    [Fact]
    public void Picture_should_say_how_large_a_screen_must_be_when_it_is_too_small() =>
        Assert.Equal("30x8 is too small; 40x10 is\nthe least", MonitorView.Draw(State(), Look, 30, 8).ToString());

    [Fact]
    public void Header_should_leave_out_cores_when_a_replay_knows_of_none()
    {
        var played = new StatusDocument(AtWork.Lab, [AtWork.Nodes[0] with { Cores = 0, CoresBusy = 0 }], AtWork.Experiments);
        Assert.DoesNotContain("cores", Lines(State(played))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void List_should_keep_the_chosen_row_on_the_screen_and_say_how_many_there_are()
    {
        var screen = MonitorView.Draw(Press(State(Crowded()), ["1", .. Enumerable.Repeat("[Down]", 30)]), Look, 80, 24)
            .ToString();
        Assert.Contains("▸w30", screen, StringComparison.Ordinal);
        Assert.Contains(" of 40\n", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_should_show_no_control_character_that_somebody_sent()
    {
        var state = State(new StatusDocument(AtWork.Lab, [AtWork.Nodes[0] with { Name = "a\e[31mb\u0007\u009b" }], []));
        Assert.DoesNotContain(MonitorView.Draw(state, Look, 80, 24).ToString(),
            letter => char.IsControl(letter) && letter != '\n');
    }

    private static StatusDocument Crowded() => new(
        AtWork.Lab,
        [.. Enumerable.Range(0, 40).Select(i => AtWork.Nodes[0] with { Name = $"w{i:00}" })],
        [.. Enumerable.Range(0, 40).Select(i => Heavy with { Id = $"{i + 1}", Note = "수업 시험" })])
    {
        Events = AtWork.Events,
        AtUnixMilliseconds = Noon,
    };

    private static string[] Lines(MonitorState state) => MonitorView.Draw(state, Look, 80, 24).ToString().Split('\n');

    private static void Approve(string name, MonitorState state, int width, int height) =>
        ApprovedText.Matches(name, MonitorView.Draw(state, Look, width, height).ToString());
}
