using Secant.Actors.Coordination;
using Secant.Actors.Journal;
using Secant.Actors.Tests.Journal;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Coordination.Specs;

/// <summary>A worker that fails the same way every time: the experiment waits for a person, and says why.</summary>
public sealed class StuckSpecs : IDisposable
{
    private const string Reason = $"{ExperimentStates.Stuck}: n1: its memory ran out; "
        + "give it more, take fewer hidden units or a smaller batch, or share it with more machines";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Experiment_should_wait_for_a_person_when_its_worker_fails_the_same_way_every_time()
    {
        var source = new FailingSource(new InsufficientMemoryException());
        await using (var session = new LabSession(_folder.Path, source))
        {
            await session.JoinAsync("n1");
            var id = await session.SubmitAsync(LabSession.Spec(iterations: 5));
            var paused = await session.UntilAsync(id, document => document.State == ExperimentStates.Paused);
            Assert.Equal(Reason, paused.Reason);
            Assert.True(ExperimentStates.IsStuck(paused));
            Assert.Equal(3, source.Asked);

            var told = (await session.StatusAsync()).Experiments.Single();
            Assert.Equal((ExperimentStates.Paused, Reason), (told.State, told.Reason));
            var stored = Assert.Single(new StoreReader(_folder.Path).List());
            Assert.Equal((ExperimentStates.Paused, Reason), (stored.State, stored.Reason));
        }

        // The next lab says so, too; who resumes it by its name has it tried again.
        await using var later = new LabSession(_folder.Path, source, takesUpAll: true);
        await later.JoinAsync("n1");
        var still = await later.DocumentAsync("1");
        Assert.Equal((ExperimentStates.Paused, Reason), (still.State, still.Reason));

        source.Heal(LabSession.Digits);
        Assert.IsType<LabProtocol.Done>(await later.AskAsync(new LabProtocol.Change("1", LabProtocol.ChangeKind.Continue)));
        Assert.Equal(ExperimentStates.Completed, (await later.EndAsync("1")).State);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    public async Task Resume_should_try_again_what_is_stuck(string? id)
    {
        var source = new FailingSource(new InsufficientMemoryException());
        await using var session = new LabSession(_folder.Path, source);
        await session.JoinAsync("n1");
        await session.SubmitAsync(LabSession.Spec(iterations: 5));
        await session.UntilAsync("1", ExperimentStates.IsStuck);

        source.Heal(LabSession.Digits);
        Assert.Equal(["1"], Assert.IsType<LabActor.TakenUp>(await session.AskAsync(new LabActor.TakeUp(id))).Ids);
        Assert.Equal(ExperimentStates.Completed, (await session.EndAsync("1")).State);
    }

    [Fact]
    public async Task Experiment_should_go_on_by_itself_when_what_failed_was_the_line()
    {
        var source = new FailingSource(new IOException("the line is cut"));
        source.HealAfter(5, LabSession.Digits);
        await using var session = new LabSession(_folder.Path, source);
        await session.JoinAsync("n1");
        var id = await session.SubmitAsync(LabSession.Spec(iterations: 5));
        Assert.Equal(ExperimentStates.Completed, (await session.EndAsync(id)).State);
    }

    private sealed class FailingSource(Exception failure) : IDataSource
    {
        private LoadedData? _data;
        private int _failures = int.MaxValue;
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public void Heal(Secant.Core.Data.DataSet data) => HealAfter(0, data);

        public void HealAfter(int failures, Secant.Core.Data.DataSet data)
        {
            _data = new LoadedData(data);
            Volatile.Write(ref _failures, failures);
        }

        public Task<LoadedData> GetAsync(string sha256) =>
            Interlocked.Increment(ref _asked) > Volatile.Read(ref _failures) ? Task.FromResult(_data!)
            : Task.FromException<LoadedData>(failure);
    }
}
