using Secant.Lab.Contracts;
using Secant.Lab.History;
using JournalSamples = Secant.Lab.Tests.Contracts.Samples;

namespace Secant.Lab.Tests.History;

public sealed class TimelineDocumentTests
{
    private static readonly ExperimentDocument Experiment = new()
    {
        Id = "e1",
        State = ExperimentStates.Completed,
        Spec = JournalSamples.Spec,
        SubmittedAtUnixMilliseconds = 900,
    };

    [Fact]
    public void Timeline_should_join_the_stretches_and_what_happened_in_order()
    {
        var timeline = TimelineDocument.Of(
            Experiment,
            [new ExperimentPaused("e1", 6_500), new ExperimentPaused("e2", 6_600), new ExperimentContinued("e1", 8_500),
                new ExperimentPaused("e1")],
            [
                new LifeStarted(1, "one", 1_000, JournalSamples.Build),
                new CheckpointCommitted(40, [], "feed", At(1_000, 6_000, (2_000, HappeningKinds.Moved))),
                new LifeStarted(2, "two", 9_000, JournalSamples.Build),
                new ExperimentCompleted(100, "beef", 0.8, 0.7,
                    At(9_000, 12_000, (5_500, HappeningKinds.Checkpoint), (11_000, HappeningKinds.Checkpoint))),
            ]);

        Assert.Equal([(1_000, 40), (9_000, 100)],
            timeline.Stretches.Select(stretch => (stretch.FromUnixMilliseconds, stretch.Iteration)));
        Assert.Equal(
            [
                (900, HappeningKinds.Submitted), (1_000, HappeningKinds.Started), (2_000, HappeningKinds.Moved),
                    (5_500, HappeningKinds.Checkpoint),
                (6_500, HappeningKinds.Paused), (8_500, HappeningKinds.Continued), (9_000, HappeningKinds.Started),
                    (11_000, HappeningKinds.Checkpoint), (12_000, HappeningKinds.Finished),
            ],
            timeline.Events.Select(one => (one.AtUnixMilliseconds, one.Kind)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], timeline.Events.Select(one => one.Number));
        Assert.Equal(10, timeline.Seconds);
    }

    [Fact]
    public void Timeline_should_be_empty_when_an_older_release_recorded_none()
    {
        var timeline = TimelineDocument.Of(Experiment, [],
            [new ExperimentCompleted(100, "beef", 0.8, 0.7, JournalSamples.Progress)]);
        Assert.Empty(timeline.Stretches);
        Assert.Equal(HappeningKinds.Submitted, Assert.Single(timeline.Events).Kind);
    }

    [Fact]
    public void Stretch_should_say_why_it_took_as_long_as_it_did()
    {
        var stretch = new StretchRecord(
            1_000,
            21_000,
            new SpansDocument
            {
                Seconds = 20,
                Passes = 200,
                Compute = 0.6,
                Waiting = 0.4,
                SecondsAPass = 0.1,
                Nodes =
                [
                    new NodeSpansDocument("a", 25, 55, 50, 5, 25e3, 0, 0.5, null),
                    new NodeSpansDocument("b", 25, 100, 95, 5, 13e3, 0.4, 1.8, null) { ComputingShare = 1, ProcessorShare = 0.5 },
                ],
            },
            null,
            new CheckpointDocument(40, 21_000, 500_000, 3.2, 60));
        var timeline = TimelineDocument.Of(Experiment, [],
            [new CheckpointCommitted(40, [], "feed", JournalSamples.Progress with { Stretch = stretch })]);

        Assert.Matches(
            "^40 % of the time waits for b, 1.8 times slower than the median: its processor is taken by something else, it "
                + "gets 50 % of what it asks for; .*its disk is slow",
            timeline.Why(Assert.Single(timeline.Stretches), TimeZoneInfo.Utc));
    }

    private static ProgressRecord At(long from, long to, params (long At, string Kind)[] happened) => JournalSamples.Progress with
    {
        Stretch = new StretchRecord(
            from,
            to,
            new SpansDocument { Seconds = 5, Passes = 50, Compute = 1 },
            [.. happened.Select((one, at) => new HappeningDocument(at + 1, one.At, one.Kind, one.Kind, null, "e1"))]),
    };
}
