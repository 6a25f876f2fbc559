using Secant.Actors.Hosting;
using Secant.Cli.Sweeps;
using Secant.Core;
using Secant.Core.Sweeps;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Sweeps;

public sealed class SweepTrackerTests
{
    private static readonly ExperimentDocument Paused = Samples.Interrupted with { State = ExperimentStates.Paused };
    private static readonly SecantException Broken = new(Failure.Store, "the disk is full");

    [Fact]
    public async Task Sweep_should_be_followed_through_a_store_pause_of_its_lab()
    {
        var last = await FollowAsync(true, Paused with { Reason = "the disk is full" }, Broken, Samples.Completed);
        Assert.True(last.IsCompleted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("paused by a person")]
    public async Task Sweep_should_not_wait_for_what_a_person_paused(string? reason)
    {
        var last = await FollowAsync(true, Paused with { Reason = reason });
        Assert.Equal((true, false), (last.IsOver, last.IsCompleted));
    }

    [Fact]
    public async Task Sweep_should_end_with_the_store_error_when_the_store_is_this_process_own() =>
        Assert.Equal(Failure.Store,
        (await Assert.ThrowsAsync<SecantException>(() => FollowAsync(false, Samples.Interrupted, Broken))).Failure);

    private static async Task<SweepRun> FollowAsync(bool outlastsStore, params object[] answers)
    {
        var plan = SweepPlan.Of(null, [(Samples.Spec, 1)]);
        var known = Samples.Completed with { State = ExperimentStates.Running };
        await using var lab = new ScriptedLab(answers);
        var tracker = new SweepTracker(lab, plan, [known], null, null) { OutlastsStore = outlastsStore };
        IReadOnlyList<SweepRun> last = [];
        await foreach (var runs in tracker.FollowAsync(TestContext.Current.CancellationToken))
        {
            last = runs;
        }

        return Assert.Single(last);
    }

    // Gives its answers one after the other, exceptions by throwing them.
    private sealed class ScriptedLab(object[] answers) : ILab
    {
        private int _next;

        public Task<ExperimentDocument> DocumentAsync(string id, CancellationToken cancellation) => answers[_next++] switch
        {
            ExperimentDocument document => Task.FromResult(document),
            Exception e => Task.FromException<ExperimentDocument>(e),
            var other => throw new InvalidOperationException($"no answer: {other}"),
        };

        public Task<string> SubmitAsync(Submission submission, CancellationToken cancellation) =>
            throw new InvalidOperationException("nothing is new");

        public Task FileAsync(string id, FilingRecord filing, CancellationToken cancellation) =>
            throw new InvalidOperationException("the plan has no name");

        public IAsyncEnumerable<ExperimentDocument> FollowAsync(string id, CancellationToken cancellation) =>
            throw new InvalidOperationException("a sweep asks");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
