using Secant.Actors.Journal;
using Secant.Actors.Tests.Journal;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Runs;

namespace Secant.Actors.Tests.Coordination.Specs;

/// <summary>Persist, then apply, then answer: what the store refuses did not happen, for anybody.</summary>
public sealed class FailingJournalSpecs : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Submission_should_be_refused_when_it_cannot_be_written()
    {
        await using (var session = new LabSession(_folder.Path))
        {
            await session.SubmitAsync(LabSession.Spec(iterations: 10));
            session.RefuseEvents("NEW.persistence_id = 'lab'");

            var answer = await session.AskAsync(
                new LabProtocol.Submit(SpecRecord.From(LabSession.Spec(iterations: 20)), null, null));
            Assert.StartsWith("the store's record of the lab failed", Assert.IsType<LabProtocol.NotStored>(answer).Reason,
                StringComparison.Ordinal);
            session.TakeEvents();
        }

        await using var again = new LabSession(_folder.Path, takesUpAll: true);
        Assert.Equal(ExperimentStates.Queued, (await again.DocumentAsync("1")).State);
        Assert.Single(new StoreReader(_folder.Path).List());
    }

    [Fact]
    public async Task Checkpoint_should_not_be_committed_before_its_chunks_are_in_the_store()
    {
        await using var session = new LabSession(_folder.Path);
        await session.EndAsync(await FirstAsync(session));
        session.RefuseChunks();
        var id = await session.SubmitAsync(LabSession.Spec(iterations: 1500), nodes: 2);

        var paused = await session.UntilAsync(id, document => document.State == ExperimentStates.Paused);
        Assert.StartsWith($"the store's chunk experiment-{id}/life-1/checkpoint-", paused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(JournalReader.Of(_folder["journal.db"], $"experiment-{id}"),
            row => row.Event is CheckpointCommitted);
    }

    [Fact]
    public async Task Nothing_should_be_acknowledged_when_somebody_deleted_the_journal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes no open file");
        await using var session = new LabSession(_folder.Path, takesUpAll: true);
        var id = await session.SubmitAsync(LabSession.Spec(iterations: 10));
        File.Delete(_folder["journal.db"]);
        object[] questions =
        [
            new LabProtocol.Submit(SpecRecord.From(LabSession.Spec(iterations: 20)), null, null),
            new LabProtocol.Change(id, LabProtocol.ChangeKind.Pause),
            new LabProtocol.Change(id, LabProtocol.ChangeKind.Cancel),
            new LabProtocol.FileUnder(id, new FilingRecord("sweep", 1)),
        ];

        foreach (var question in questions)
        {
            var answer = Assert.IsType<LabProtocol.NotStored>(await session.AskAsync(question));
            Assert.StartsWith($"the store's {_folder["journal.db"]} was deleted or replaced", answer.Reason,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("experiment.checkpoint")]
    [InlineData("experiment.completed")]
    [InlineData("experiment.life")]
    public async Task Run_should_be_paused_and_go_on_by_itself_when_the_store_takes_its_events_again(string manifest)
    {
        var spec = LabSession.Spec(iterations: 1500);
        await using var session = new LabSession(_folder.Path);
        await session.EndAsync(await FirstAsync(session));
        session.RefuseEvents($"NEW.manifest LIKE '{manifest}%'");
        var id = await session.SubmitAsync(spec, nodes: 2);

        var paused = await session.UntilAsync(id, document => document.State == ExperimentStates.Paused);
        Assert.StartsWith($"the store's record of experiment {id} failed", paused.Reason, StringComparison.Ordinal);
        Assert.NotEqual(ExperimentStates.Completed, new StoreReader(_folder.Path).Find(id)?.State);

        session.TakeEvents();
        var document = await session.EndAsync(id);
        Assert.Equal(ExperimentStates.Completed, document.State);
        Assert.Equal(ReferenceRun.Of(spec, LabSession.Digits).Fingerprints[^1], document.Fingerprint);
    }

    [Fact]
    public async Task Lab_should_answer_from_memory_and_come_back_with_its_nodes_when_its_own_write_failed()
    {
        var spec = LabSession.Spec(iterations: 1_000_000);
        await using var session = new LabSession(_folder.Path, takesUpAll: true);
        await session.EndAsync(await FirstAsync(session));
        var id = await session.SubmitAsync(spec, nodes: 2);
        await session.UntilAsync(id, document => document.Fingerprint is not null);
        session.RefuseEvents("NEW.persistence_id = 'lab'");

        var submit = new LabProtocol.Submit(SpecRecord.From(LabSession.Spec(iterations: 20)), null, null);
        Assert.IsType<LabProtocol.NotStored>(await session.AskAsync(submit));
        var status = (LabProtocol.Status)await session.AskAsync(new LabProtocol.GetStatus());
        Assert.Equal([ExperimentStates.Completed, ExperimentStates.Paused],
            status.Value.Experiments.Select(document => document.State));
        Assert.StartsWith("the store's record of the lab failed", status.Value.Experiments[1].Reason, StringComparison.Ordinal);
        Assert.Equal(2, status.Value.Nodes.Count);
        Assert.StartsWith("the store's record of the lab failed",
            Assert.IsType<LabProtocol.NotStored>(await session.AskAsync(submit)).Reason, StringComparison.Ordinal);

        session.TakeEvents();
        var document = await session.UntilAsync(id, document => document.State == ExperimentStates.Running);
        ReferenceRun.AssertUnderWay(spec, LabSession.Digits, document);
        Assert.Equal(1, document.Recoveries);
        Assert.Equal("3", Assert.IsType<LabProtocol.Submitted>(await session.AskAsync(submit)).Id);
    }

    [Fact]
    public async Task Everybody_who_asked_should_be_answered_when_the_lab_ends_with_questions_unread()
    {
        await using var session = new LabSession(_folder.Path);
        await session.EndAsync(await FirstAsync(session));
        session.RefuseEvents("NEW.persistence_id = 'lab'");

        var submit = new LabProtocol.Submit(SpecRecord.From(LabSession.Spec(iterations: 20)), null, null);
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => session.AskAsync(submit)));

        Assert.All(answers, answer => Assert.IsType<LabProtocol.NotStored>(answer));
    }

    // The tables are there from the first event on.
    private static async Task<string> FirstAsync(LabSession session)
    {
        await session.JoinAsync("n1");
        await session.JoinAsync("n2");
        return await session.SubmitAsync(LabSession.Spec(iterations: 1));
    }
}
