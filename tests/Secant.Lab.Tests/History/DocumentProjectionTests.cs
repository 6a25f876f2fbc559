using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.History;
using Secant.Lab.Tests.Contracts;

namespace Secant.Lab.Tests.History;

public sealed class DocumentProjectionTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1000);
    private static readonly StoreOwner Run = new(1, "host", "secant run", "now", Start, TakesUpAll: false);
    private static readonly StoreOwner Lab = Run with { TakesUpAll = true };
    private static readonly ExperimentSubmitted Submitted = new("e", Samples.Spec, 500, "");
    private static readonly ExperimentCompleted Completed = new(100, "end", 0.9, 0.8, Samples.Progress);
    private static readonly ExperimentFailed Failed = new(41, "the loss is not a number", Samples.Progress);

    [Fact]
    public void Experiment_should_be_interrupted_when_nobody_writes() =>
        Assert.Equal("interrupted", One([Submitted], [Life("now")], null).State);

    [Fact]
    public void Experiment_should_be_running_when_its_last_life_is_of_the_writer() =>
        Assert.Equal("running", One([Submitted], [Life("before"), Life("now")], Run).State);

    [Fact]
    public void Experiment_should_be_interrupted_when_its_last_life_is_of_another() =>
        Assert.Equal("interrupted", One([Submitted], [Life("now"), Life("before")], Lab).State);

    [Fact]
    public void Experiment_without_a_life_should_be_queued_when_a_lab_writes() =>
        Assert.Equal("queued", One([Submitted], [], Lab).State);

    [Fact]
    public void Experiment_without_a_life_should_be_queued_when_the_writer_accepted_it() =>
        Assert.Equal("queued", One([Submitted with { SubmittedAtUnixMilliseconds = 1000 }], [], Run).State);

    [Fact]
    public void Experiment_without_a_life_should_be_interrupted_when_an_earlier_process_accepted_it() =>
        Assert.Equal("interrupted", One([Submitted], [], Run).State);

    [Fact]
    public void Experiment_should_be_paused_until_it_is_continued()
    {
        Assert.Equal("paused", One([Submitted, new ExperimentPaused("e")], [Life("now")], Lab).State);
        Assert.Equal("paused", One([Submitted, new ExperimentPaused("e")], [], null).State);
        Assert.Equal("running",
            One([Submitted, new ExperimentPaused("e"), new ExperimentContinued("e")], [Life("now")], Lab).State);
    }

    [Fact]
    public void Experiment_should_be_completed_when_its_own_journal_says_so_and_the_lab_does_not_yet()
    {
        var document = One([Submitted], [Life("before"), Completed], null);

        Assert.Equal("completed", document.State);
        Assert.Equal((100, "end", 0.9, 0.8),
            (document.Iteration, document.Fingerprint, document.TrainAccuracy, document.TestAccuracy));
    }

    [Fact]
    public void Experiment_should_be_failed_with_its_reason()
    {
        var document = One([Submitted, new ExperimentEnded("e", Failed: true)], [Life("before"), Failed], null);

        Assert.Equal(("failed", "the loss is not a number", 41), (document.State, document.Reason, document.Iteration));
    }

    [Fact]
    public void Experiment_should_be_cancelled_when_the_lab_acknowledged_that_before_its_end() =>
        Assert.Equal("cancelled",
        One([Submitted, new ExperimentCancelled("e"), new ExperimentEnded("e", Failed: false)], [Completed], null).State);

    [Fact]
    public void Experiment_should_be_completed_when_it_is_cancelled_too_late() =>
        Assert.Equal("completed",
        One([Submitted, new ExperimentEnded("e", Failed: false), new ExperimentCancelled("e")], [Completed], null).State);

    [Fact]
    public void Document_should_show_the_last_checkpoint()
    {
        var first = new CheckpointCommitted(5, [], "five", Samples.Progress with { Recoveries = 0 });
        var last = new CheckpointCommitted(40, [], "forty", Samples.Progress);

        var document = One([Submitted with { Note = "mine" }], [Life("now"), first, last], Run);

        Assert.Equal((40, "forty", 0.5, 12.5, 2, 3), (document.Iteration, document.Fingerprint, document.Loss,
            document.ElapsedSeconds, document.Recoveries, document.Nodes));
        Assert.Equal(new PassMilliseconds(0.75, 1.5), document.PassMilliseconds);
        Assert.Equal([new CurvePoint(0, null, 0.1), new CurvePoint(5, 2.25, 0.25)], document.Curve);
        Assert.Equal(Samples.Build, document.Build);
        Assert.Equal(("mine", 500L), (document.Note, document.SubmittedAtUnixMilliseconds));
    }

    [Fact]
    public void Document_should_hold_null_for_what_is_not_known_or_not_finite()
    {
        var unknown = One([Submitted], [], null);
        Assert.Equal((0, null, null, null, null, null, null),
            (unknown.Iteration, unknown.Loss, unknown.TestAccuracy, unknown.ElapsedSeconds, unknown.Fingerprint, unknown.Nodes,
                unknown.Note));
        Assert.Empty(unknown.Curve);

        var progress = new ProgressRecord(double.NaN, [new CurvePoint(3, double.PositiveInfinity, 0.5)], double.NaN,
            new PassMilliseconds(1, double.NaN), 0, 1);
        var wild = One([Submitted], [new ExperimentFailed(3, "why", progress)], null);
        Assert.Equal((null, null, null), (wild.Loss, wild.ElapsedSeconds, wild.PassMilliseconds));
        Assert.Equal([new CurvePoint(3, null, 0.5)], wild.Curve);
    }

    [Fact]
    public void Recoveries_should_count_resumes_after_a_crash_before_a_checkpoint_does()
    {
        var checkpoint = new CheckpointCommitted(40, [], "forty", Samples.Progress with { Recoveries = 5 });

        Assert.Equal(0, One([Submitted], [Life("now")], Run).Recoveries);
        Assert.Equal(2, One([Submitted], [Life("a"), Life("b"), Life("now")], Run).Recoveries);
        Assert.Equal(0, One([Submitted], [Life("a"), new LifeSuspended(3), Life("now")], Run).Recoveries);
        Assert.Equal(1, One([Submitted], [Life("a"), new LifeSuspended(3), new LifeContinued(3), Life("now")], Run).Recoveries);
        Assert.Equal(6, One([Submitted], [Life("a"), Life("b"), checkpoint, Life("now")], Run).Recoveries);
        Assert.Equal(Samples.Progress.Recoveries, One([Submitted], [Life("a"), Life("b"), Completed], null).Recoveries);
    }

    [Fact]
    public void Documents_should_stand_in_the_order_of_submission()
    {
        ILabEvent[] lab = [Submitted with { Id = "b" }, Submitted with { Id = "a" }, new ExperimentPaused("b"),
            Submitted with { Id = "c" }];

        var documents = DocumentProjection.Project(lab, Array.Empty<IExperimentEvent>().ToLookup(_ => ""), Lab);

        Assert.Equal(["b paused", "a queued", "c queued"], documents.Select(document => $"{document.Id} {document.State}"));
    }

    private static LifeStarted Life(string instance) => new(1, instance, 600, Samples.Build);

    private static ExperimentDocument One(ILabEvent[] lab, IExperimentEvent[] events, StoreOwner? writer) =>
        Assert.Single(DocumentProjection.Project(lab, events.ToLookup(_ => "e"), writer));
}
