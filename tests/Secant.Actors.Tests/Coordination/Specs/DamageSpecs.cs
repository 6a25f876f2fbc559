using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Secant.Actors.Coordination;
using Secant.Actors.Journal;
using Secant.Actors.Tests.Journal;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Runs;

namespace Secant.Actors.Tests.Coordination.Specs;

/// <summary>Runs whose store is damaged, or in trouble, while nobody looks: they go on with the same bits, and lose no more than
/// they must. No run here comes to an end, so that no test races with one.</summary>
public sealed class DamageSpecs : IDisposable
{
    private static readonly ExperimentSpec Endless = LabSession.Spec(iterations: 1_000_000);

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Damaged_checkpoint_should_be_named_and_the_one_before_it_used()
    {
        await RunAsync(checkpoints: 2);
        var (before, newest) = Damage(1);

        await using var session = new LabSession(_folder.Path, takesUpAll: true);
        await session.JoinAsync("n1");
        var said = (await session.EventAsync(HappeningKinds.Store)).Text;
        Assert.Contains($"checkpoint-{newest}/chunk-0 is damaged", said, StringComparison.Ordinal);
        Assert.EndsWith($"it goes on from the checkpoint at iteration {before}", said, StringComparison.Ordinal);
        var document = await GoesOnAsync(session, "1", newest);
        Assert.Equal(said, document.Damage);
        await MoreCheckpointsAsync(session, 1);
        Assert.Contains(new StoreReader(_folder.Path).Timeline("1")!.Events, happened => happened.Text == said);
    }

    [Fact]
    public async Task Run_should_begin_anew_when_both_checkpoints_are_damaged()
    {
        await RunAsync(checkpoints: 2);
        Damage(2);

        await using var session = new LabSession(_folder.Path, takesUpAll: true);
        await session.JoinAsync("n1");
        Assert.EndsWith("it begins anew", (await session.EventAsync(HappeningKinds.Store)).Text, StringComparison.Ordinal);
        await GoesOnAsync(session, "1", beyond: 0);
    }

    [Fact]
    public async Task Checkpoint_that_a_life_went_on_from_should_be_kept_until_there_are_two_later_ones()
    {
        await RunAsync(checkpoints: 2);
        var (before, _) = Damage(1);

        // A life that takes one checkpoint: as it is stopped.
        await using (var session = new LabSession(_folder.Path, takesUpAll: true, checkpoints: TimeSpan.FromHours(1)))
        {
            await session.JoinAsync("n1");
            await session.UntilAsync("1", document => document.State == ExperimentStates.Running && document.Iteration > before);
            await session.AskAsync(new LabActor.Stop());
        }

        Store.Open(new StoreOptions { Folder = _folder.Path, Command = "secant test" }).Dispose();
        Assert.Equal(before, Damage(1).Before);

        await using var last = new LabSession(_folder.Path, takesUpAll: true);
        await last.JoinAsync("n1");
        Assert.EndsWith($"at iteration {before}", (await last.EventAsync(HappeningKinds.Store)).Text, StringComparison.Ordinal);
        await GoesOnAsync(last, "1", before);
    }

    [Fact]
    public async Task Run_should_wait_and_lose_nothing_when_its_checkpoint_cannot_be_read_for_now()
    {
        await RunAsync(checkpoints: 2);
        var newest = Checkpoints()[^1];
        await using var session = new LabSession(_folder.Path, takesUpAll: true);

        // The plugin makes a table that is not there, until it has looked for one.
        await Assert.ThrowsAsync<SecantException>(
            () => session.Chunks.LoadAsync(new ChunkKey("none", 1, 0, 0), default, Cancellation));
        Execute("snapshots.db", "ALTER TABLE snapshot RENAME TO away", changesRows: false);
        await session.JoinAsync("n1");
        var paused = await session.UntilAsync("1", document => document.State == ExperimentStates.Paused);
        Assert.Contains("no such table: snapshot", paused.Reason, StringComparison.Ordinal);
        Assert.Equal(newest, paused.Iteration);

        Execute("snapshots.db", "ALTER TABLE away RENAME TO snapshot", changesRows: false);
        var document = await session.UntilAsync("1", document => document.State == ExperimentStates.Running);
        Assert.InRange(document.Iteration, newest, Endless.Iterations);
        document = await GoesOnAsync(session, "1", newest);
        Assert.Null(document.Damage);
    }

    [Fact]
    public async Task Run_should_not_delete_the_checkpoints_of_its_past_once_more_when_it_goes_on()
    {
        await RunAsync(checkpoints: 6);
        var first = Committed()[0];
        await using var session = new LabSession(_folder.Path, takesUpAll: true);
        await session.Chunks.SaveAsync(first.KeyOf("1", first.Chunks[0]), [1], Cancellation);
        await session.JoinAsync("n1");
        await MoreCheckpointsAsync(session, 3);

        Assert.Equal([1], await session.Chunks.LoadAsync(first.KeyOf("1", first.Chunks[0]), SHA256.HashData([1]), Cancellation));
    }

    [Theory]
    [InlineData("experiment-1")]
    [InlineData("experiment-2")]
    public async Task Others_should_go_on_when_an_event_of_one_experiment_is_damaged(string damaged)
    {
        await using (var session = new LabSession(_folder.Path))
        {
            await session.JoinAsync("n1");
            await session.EndAsync(await session.SubmitAsync(LabSession.Spec(iterations: 20)));
            await session.SubmitAsync(Endless);
            await session.UntilAsync("2", document => document.Fingerprint is not null);
            await session.SubmitAsync(LabSession.Spec(iterations: 30));
        }

        Execute("journal.db",
            $"UPDATE journal SET message = zeroblob(length(message)) WHERE persistence_id = '{damaged}' AND manifest LIKE "
                + "'experiment.checkpoint%'");
        await using var again = new LabSession(_folder.Path, takesUpAll: true);
        await again.JoinAsync("n1");
        await again.JoinAsync("n2");
        Assert.Equal(ExperimentStates.Completed, (await again.EndAsync("3")).State);
        var documents = new StoreReader(_folder.Path).List();
        var unreadable = Assert.Single(documents, document => document.Damage is not null);
        Assert.Equal(damaged, $"experiment-{unreadable.Id}");
        Assert.Contains($"of {damaged} in the store's {_folder["journal.db"]} cannot be read", unreadable.Damage,
            StringComparison.Ordinal);
        if (damaged == "experiment-1")
        {
            Assert.Equal(ExperimentStates.Failed, unreadable.State);
            await GoesOnAsync(again, "2", beyond: 0);
        }
        else
        {
            Assert.Equal(ExperimentStates.Paused, unreadable.State);
            var paused = await again.UntilAsync("2", document => document.State == ExperimentStates.Paused);
            Assert.Contains("cannot be read", paused.Reason, StringComparison.Ordinal);
        }
    }

    // Runs the experiment, or goes on with it, until some checkpoints are there, and ends without a word to it.
    private async Task RunAsync(int checkpoints)
    {
        await using (var session = new LabSession(_folder.Path, takesUpAll: true))
        {
            await session.JoinAsync("n1");
            if (new StoreReader(_folder.Path).Find("1") is null)
            {
                await session.SubmitAsync(Endless);
            }

            await MoreCheckpointsAsync(session, checkpoints);
        }

        // What the end left half saved is gone once a writer has opened the store.
        Store.Open(new StoreOptions { Folder = _folder.Path, Command = "secant test" }).Dispose();
    }

    private async Task MoreCheckpointsAsync(LabSession session, int count)
    {
        var known = Committed().Count;
        await session.UntilAsync("1", _ => Committed().Count >= known + count);
    }

    private static async Task<ExperimentDocument> GoesOnAsync(LabSession session, string id, int beyond)
    {
        var document = await session.UntilAsync(
            id, document => document.State == ExperimentStates.Running && document.Iteration > beyond);
        ReferenceRun.AssertUnderWay(Endless, LabSession.Digits, document);
        return document;
    }

    private List<CheckpointCommitted> Committed() =>
        [.. JournalReader.Of(_folder["journal.db"], "experiment-1").Select(row => row.Event).OfType<CheckpointCommitted>()];

    // Iterations of the checkpoints that are there, in order.
    private int[] Checkpoints()
    {
        using var connection = new SqliteConnection($"Data Source={_folder["snapshots.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT persistence_id FROM snapshot";
        using var reader = command.ExecuteReader();
        var iterations = new SortedSet<int>();
        while (reader.Read())
        {
            iterations.Add(ChunkKey.Parse(reader.GetString(0))!.Value.Iteration);
        }

        return [.. iterations];
    }

    // Wipes the newest checkpoints.
    private (int Before, int Newest) Damage(int count)
    {
        var kept = Checkpoints();
        Assert.Equal(2, kept.Length);
        foreach (var iteration in kept[^count..])
        {
            Execute("snapshots.db",
                $"UPDATE snapshot SET snapshot = zeroblob(length(snapshot)) WHERE persistence_id LIKE "
                    + $"'experiment-1/%/checkpoint-{iteration}/%'");
        }

        return (kept[0], kept[1]);
    }

    private void Execute(string file, string sql, bool changesRows = true)
    {
        using var connection = new SqliteConnection($"Data Source={_folder[file]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(changesRows, command.ExecuteNonQuery() > 0);
    }
}
