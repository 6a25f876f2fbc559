using System.Text;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;
using Secant.Cli.Reporting;
using Secant.Cli.Sweeps;
using Secant.Cli.Watching;
using Spectre.Console.Testing;

namespace Secant.Cli.Tests.Rendering;

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
    [InlineData("en", "waiting")]
    [InlineData("ko", "대기")]
    public void Report_should_draw_the_timeline_as_svg(string language, string word)
    {
        var result = SweepResult.OfDocuments([Samples.Completed]);
        var data = Samples.Report(result) with { Timelines = [TimelineSamples.Timeline] };
        var plot = ReportPlots.Of(data, ReportWords.ByLanguage[language]).Single(plot => plot.Name == "timeline-k7m2xq");
        var svg = Encoding.UTF8.GetString(plot.Svg(PlotTheme.Light));
        Assert.StartsWith("<?xml", svg.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains(word, svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_should_show_the_run_as_it_was_at_every_moment()
    {
        var run = new ReplayedRun(TimelineSamples.Timeline, speed: 1, TimeProvider.System);
        var queued = run.At(TimelineSamples.Noon, 0);
        Assert.Equal((ExperimentStates.Queued, 0), (queued.Experiments[0].State, queued.Experiments[0].Iteration));

        var middle = run.At(TimelineSamples.Noon + 31_000, 2);
        var experiment = middle.Experiments[0];
        Assert.Equal((ExperimentStates.Running, 45), (experiment.State, experiment.Iteration));
        Assert.Equal([0, 25], experiment.Curve.Select(point => point.Iteration));
        Assert.StartsWith("35 % of the time waits for lab-07, 2.1 times slower", experiment.Why, StringComparison.Ordinal);
        Assert.Equal("lab-07 was lost", Assert.Single(middle.Events).Text);

        var end = run.At(TimelineSamples.Noon + 61_000, 0);
        Assert.Equal((ExperimentStates.Completed, 100), (end.Experiments[0].State, end.Experiments[0].Iteration));
        Assert.Equal([4, 3, 2, 1], end.Events.Select(one => one.Number));
        Assert.Contains("lab-07", MonitorView.Draw(
            MonitorUpdate.Next(new MonitorState(), new MonitorInput.Answer(middle, default)).State, new MonitorLook(Glyphs.Ascii, TimeZoneInfo.Utc), 80, 24).ToString(), StringComparison.Ordinal);
    }
}
