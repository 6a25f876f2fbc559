using System.Text;
using Secant.Cli.Details;
using Secant.Cli.Monitor;
using Secant.Cli.Reports;
using Secant.Cli.Sweeps;
using Secant.Lab.Contracts;
using Secant.Lab.History;
using Spectre.Console.Testing;

namespace Secant.Cli.Tests.Details;

public sealed class TimelineTests
{
    [Fact]
    public void Timeline_should_show_where_the_time_went_and_what_happened()
    {
        using var console = new TestConsole().Width(160);
        TimelineText.Write(console, TimelineSamples.Timeline, TimeZoneInfo.Utc);
        ApprovedText.Matches("timeline", console.Output);
    }

    [Fact]
    public void Timeline_should_say_so_when_nothing_is_recorded()
    {
        using var console = new TestConsole().Width(160);
        TimelineText.Write(console, TimelineSamples.Timeline with { Stretches = [] }, TimeZoneInfo.Utc);
        Assert.Contains("nothing is recorded of where its time went", console.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Where the time went, experiment k7m2xq")]
    [InlineData("ko", "시간의 쓰임, 실험 k7m2xq")]
    public void Report_should_draw_the_timeline_as_svg(string language, string title)
    {
        var result = SweepResult.OfDocuments([Samples.Completed]);
        var svg = Drawn(TimelineSamples.Timeline);
        Assert.StartsWith("<?xml", svg.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains(title, svg, StringComparison.Ordinal);

        // The loss of a node is in the picture.
        Assert.NotEqual(svg, Drawn(TimelineSamples.Timeline with
        {
            Events = [.. TimelineSamples.Timeline.Events.Where(one => one.Kind != HappeningKinds.Died)]
        }));

        string Drawn(TimelineDocument timeline)
        {
            var data = Samples.Report(result) with { Timelines = [timeline] };
            return Encoding.UTF8.GetString(ReportPlots.Of(data, ReportWords.ByLanguage[language])
                .Single(plot => plot.Name == "timeline-k7m2xq").Svg(PlotTheme.Light));
        }
    }

    [Fact]
    public void Report_should_tell_of_a_run_what_the_command_tells()
    {
        var data = Samples.Report(SweepResult.OfDocuments([Samples.Completed])) with { Timelines = [TimelineSamples.Timeline] };
        var words = ReportWords.ByLanguage["en"];
        var told = ReportContent.Of(data, words, ReportPlots.Of(data, words)).OfType<ReportBlock.Verbatim>()
            .Single(block => block.Title == "secant show k7m2xq --timeline");
        Assert.Equal(TimelineText.Lines(TimelineSamples.Timeline, TimeZoneInfo.Utc), told.Text.Split('\n'));
    }

    [Fact]
    public void Report_should_leave_out_the_middle_when_a_run_took_days()
    {
        var stretch = TimelineSamples.Timeline.Stretches[0];
        var days = TimelineSamples.Timeline with { Stretches = [.. Enumerable.Repeat(stretch, 5_000)] };
        var data = Samples.Report(SweepResult.OfDocuments([Samples.Completed])) with { Timelines = [days] };
        var words = ReportWords.ByLanguage["en"];
        var told = ReportContent.Of(data, words, ReportPlots.Of(data, words)).OfType<ReportBlock.Verbatim>()
            .Single(block => block.Title == "secant show k7m2xq --timeline");
        Assert.Equal(101, told.Text.Split('\n').Length);
        Assert.Contains("\n...\n", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_should_show_the_run_as_it_was_at_every_moment()
    {
        var run = new ReplayedRun(TimelineSamples.Timeline, wishedSpeed: 1, TimeProvider.System);
        var queued = run.At(TimelineSamples.Noon, 0);
        Assert.Equal((ExperimentStates.Queued, 0), (queued.Experiments[0].State, queued.Experiments[0].Iteration));

        var early = run.At(TimelineSamples.Noon + 29_000, 0);
        Assert.StartsWith("35 % of the time waits for lab-07, 2.1 times slower", early.Experiments[0].Why,
            StringComparison.Ordinal);
        Assert.Equal([NodeStates.Busy, NodeStates.Busy], early.Nodes.Select(node => node.State));

        var middle = run.At(TimelineSamples.Noon + 31_000, 2);
        var experiment = middle.Experiments[0];
        Assert.Equal((ExperimentStates.Running, 45), (experiment.State, experiment.Iteration));
        Assert.Equal([0, 25], experiment.Curve.Select(point => point.Iteration));
        Assert.StartsWith("lab-07 was lost at iteration 45", experiment.Why, StringComparison.Ordinal);
        Assert.Equal([("lab-01", NodeStates.Busy), ("lab-07", NodeStates.Lost)],
            middle.Nodes.Select(node => (node.Name, node.State)));
        Assert.Equal("lab-07 was lost", Assert.Single(middle.Events).Text);
        Assert.Equal([NodeStates.Busy, NodeStates.Busy],
            run.At(TimelineSamples.Noon + 45_000, 0).Nodes.Select(node => node.State));

        var end = run.At(TimelineSamples.Noon + 61_000, 0);
        Assert.Equal((ExperimentStates.Completed, 100), (end.Experiments[0].State, end.Experiments[0].Iteration));
        Assert.Equal([4, 3, 2, 1], end.Events.Select(one => one.Number));
        Assert.Contains("lab-07", MonitorView.Draw(
            MonitorUpdate.Next(new MonitorState(), new MonitorInput.Answer(middle, default)).State,
                new MonitorLook(Glyphs.Ascii, TimeZoneInfo.Utc), 80, 24).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_should_be_paused_or_interrupted_where_the_run_was()
    {
        var events = TimelineSamples.Timeline.Events.ToList();
        events.Insert(3, new HappeningDocument(4, TimelineSamples.Noon + 50_000, HappeningKinds.Paused, "is paused"));
        events.Insert(4, new HappeningDocument(5, TimelineSamples.Noon + 55_000, HappeningKinds.Continued, "goes on"));
        var crashed = TimelineSamples.Timeline.Stretches[1] with { FromUnixMilliseconds = TimelineSamples.Noon + 25_000 };
        var run = new ReplayedRun(
            TimelineSamples.Timeline with
            {
                Events = events,
                Stretches = [TimelineSamples.Timeline.Stretches[0], crashed, TimelineSamples.Timeline.Stretches[2]]
            }, 1,
                TimeProvider.System);

        Assert.Equal(
            [ExperimentStates.Interrupted, ExperimentStates.Running, ExperimentStates.Paused, ExperimentStates.Running],
            ((int[])[23, 30, 52, 57]).Select(second => run.At(TimelineSamples.Noon + (second * 1_000), 0).Experiments[0].State));
    }

    [Fact]
    public void Replay_should_take_half_a_minute_whatever_the_run_waited_for()
    {
        const long day = 86_400_000;
        var late = TimelineSamples.Timeline.Stretches.Select(stretch => stretch with
        {
            FromUnixMilliseconds = stretch.FromUnixMilliseconds + day,
            ToUnixMilliseconds = stretch.ToUnixMilliseconds + day + (stretch.Iteration == 100 ? day : 0),
            Spans = stretch.Iteration == 100 ? stretch.Spans! with { Compute = 0, Held = 1 } : stretch.Spans,
        });
        var pace = new ReplayPace(
            TimelineSamples.Timeline with { Stretches = [.. late], Events = [TimelineSamples.Timeline.Events[0]] });

        Assert.Equal((TimelineSamples.Noon, TimelineSamples.Noon + (2 * day) + 61_000), (pace.First, pace.Last));
        Assert.InRange(pace.UsualSpeed, 1.3, 1.6);
        Assert.Equal(TimelineSamples.Noon + day + 1_000, pace.At(1_334), 2_000.0);
        Assert.Equal(pace.Last, pace.At(30_001 * pace.UsualSpeed));
    }
}
