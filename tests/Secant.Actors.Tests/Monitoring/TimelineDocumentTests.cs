using Secant.Actors.Journal;
using Secant.Actors.Monitoring;
using JournalSamples = Secant.Actors.Tests.Journal.Samples;

namespace Secant.Actors.Tests.Monitoring;

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
            [
                new LifeStarted(1, "one", 1_000, JournalSamples.Build),
                new CheckpointCommitted(40, [], "feed", At(1_000, 6_000, (2_000, HappeningKinds.Moved))),
                new LifeStarted(2, "two", 9_000, JournalSamples.Build),
                new ExperimentCompleted(100, "beef", 0.8, 0.7, At(9_000, 12_000, (5_500, HappeningKinds.Checkpoint), (11_000, HappeningKinds.Checkpoint))),
            ]);

        Assert.Equal([(1_000, 40), (9_000, 100)], timeline.Stretches.Select(stretch => (stretch.FromUnixMilliseconds, stretch.Iteration)));
        Assert.Equal(
            [
                (900, HappeningKinds.Submitted), (1_000, HappeningKinds.Started), (2_000, HappeningKinds.Moved), (5_500, HappeningKinds.Checkpoint),
                (9_000, HappeningKinds.Started), (11_000, HappeningKinds.Checkpoint), (12_000, HappeningKinds.Finished),
            ],
            timeline.Events.Select(one => (one.AtUnixMilliseconds, one.Kind)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], timeline.Events.Select(one => one.Number));
        Assert.Equal(10, timeline.Seconds);
    }

    [Fact]
    public void Timeline_should_be_empty_when_an_older_release_recorded_none()
    {
        var timeline = TimelineDocument.Of(Experiment, [new ExperimentCompleted(100, "beef", 0.8, 0.7, JournalSamples.Progress)]);
        Assert.Empty(timeline.Stretches);
        Assert.Equal(HappeningKinds.Submitted, Assert.Single(timeline.Events).Kind);
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
