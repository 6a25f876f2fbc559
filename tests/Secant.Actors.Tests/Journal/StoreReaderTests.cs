using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Journal;

public sealed class StoreReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_should_be_empty_when_there_is_no_folder()
    {
        var reader = new StoreReader(_folder["none"]);

        Assert.Empty(reader.List());
        Assert.Null(reader.Find("e1"));
        Assert.Null(reader.ReadCheckpoint("e1"));
        Assert.Null(reader.Writer());
        Assert.False(Directory.Exists(_folder["none"]));
    }

    [Fact]
    public void List_should_be_empty_when_nothing_was_ever_submitted()
    {
        using (Store.Open(new StoreOptions { Folder = _folder.Path, Command = "secant test" }))
        {
            Assert.Empty(new StoreReader(_folder.Path).List());
        }

        Assert.Empty(new StoreReader(_folder.Path).List());
    }

    [Fact]
    public async Task List_should_not_be_that_of_a_new_store_when_the_journal_has_gone()
    {
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", new ExperimentSubmitted("1", Samples.Spec, 1, ""));
            await session.Chunks.SaveAsync(new ChunkKey("1", 1, 5, 0), [1], TestContext.Current.CancellationToken);
        }

        Assert.Single(new StoreReader(_folder.Path).List());
        foreach (var file in Directory.GetFiles(_folder.Path, "journal.db*"))
        {
            File.Delete(file);
        }

        Assert.Contains("journal.db is missing",
            Assert.Throws<SecantException>(() => new StoreReader(_folder.Path).List()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_should_see_every_acknowledged_event_while_a_writer_writes()
    {
        await using var session = StoreSession.Open(_folder.Path);
        var lab = session.Recorder("lab");
        var reader = new StoreReader(_folder.Path);
        for (var count = 1; count <= 50; count++)
        {
            await StoreSession.PersistAsync(lab, new ExperimentSubmitted($"e{count}", Samples.Spec, count, ""));
            Assert.Equal(count, reader.List().Count);
        }

        Assert.Equal("e1 e50", $"{reader.List()[0].Id} {reader.List()[^1].Id}");
        Assert.Equal(session.Store.Instance, reader.Writer()?.Instance);
    }

    [Fact]
    public void Writer_should_not_be_the_one_that_was_killed_before_it_while_it_opens_the_store()
    {
        using (Store.Open(new StoreOptions { Folder = _folder.Path, Command = "secant test" }))
        {
            File.Copy(_folder["owner.json"], _folder["left"]);
        }

        // As a kill leaves it.
        File.Move(_folder["left"], _folder["owner.json"]);
        var clock = new Looking(new StoreReader(_folder.Path));
        using var next = Store.Open(new StoreOptions { Folder = _folder.Path, Command = "secant test", Time = clock });

        Assert.Equal([""], clock.Writers.Select(writer => writer?.Instance));
        Assert.Equal(next.Instance, new StoreReader(_folder.Path).Writer()?.Instance);
    }

    [Fact]
    public async Task State_should_follow_the_writer_who_comes_and_goes()
    {
        var reader = new StoreReader(_folder.Path);
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", Submitted("lived", 1), Submitted("waits", 2));
            await session.PersistAsync("experiment-lived", new LifeStarted(1, session.Store.Instance, 3, Samples.Build));
            Assert.Equal("running", reader.Find("lived")?.State);
        }

        Assert.Equal("interrupted", reader.Find("lived")?.State);
        Assert.Equal("interrupted", reader.Find("waits")?.State);

        await using (StoreSession.Open(_folder.Path))
        {
            Assert.Equal("interrupted", reader.Find("lived")?.State);
            Assert.Equal("interrupted", reader.Find("waits")?.State);
        }

        await using (StoreSession.Open(_folder.Path, takesUpAll: true))
        {
            Assert.Equal("interrupted", reader.Find("lived")?.State);
            Assert.Equal("queued", reader.Find("waits")?.State);
        }

        Assert.Null(reader.Find("other"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task List_should_read_the_log_when_the_writer_was_killed(bool withIndex)
    {
        await using (var session = StoreSession.Open(_folder["live"]))
        {
            await session.PersistAsync("lab", Samples.Events[0]);
            await session.PersistAsync("experiment-e1", new LifeStarted(1, session.Store.Instance, 3, Samples.Build));

            // What a killed process leaves: the files as they are at this moment, and no lock.
            Directory.CreateDirectory(_folder["killed"]);
            foreach (var file in Directory.GetFiles(_folder["live"], "*.db*")
                .Where(file => withIndex || !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(_folder["killed"], Path.GetFileName(file)));
            }
        }

        Assert.True(new FileInfo(_folder["killed/journal.db-wal"]).Length > 0);
        Assert.Equal("interrupted", Assert.Single(new StoreReader(_folder["killed"]).List()).State);
        await using var again = StoreSession.Open(_folder["killed"]);
        Assert.Single(await again.RecoverAsync("lab"));
    }

    [Fact]
    public async Task List_should_read_a_folder_of_any_name()
    {
        var path = _folder["a b#c%20d;e='f'"];
        await using (var session = StoreSession.Open(path))
        {
            await session.PersistAsync("lab", Samples.Events[0]);
        }

        Assert.Single(new StoreReader(path).List());
    }

    [Fact]
    public async Task Close_should_leave_two_databases_and_nothing_of_the_writer()
    {
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", Samples.Events[0]);
        }

        Assert.Equal(["journal.db", "lock", "snapshots.db"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_should_name_the_event_when_one_byte_of_it_flipped()
    {
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", Samples.Events[0], Samples.Events[1]);
        }

        Execute("journal.db",
            "UPDATE journal SET message = unhex(replace(hex(message), '6531', '6532')) WHERE sequence_number = 2");

        var error = Assert.Throws<SecantException>(() => new StoreReader(_folder.Path).List());
        Assert.Equal(Failure.Store, error.Failure);
        Assert.Contains($"event 2 of lab in the store's {_folder["journal.db"]}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("cut")]
    public async Task List_should_name_the_file_when_it_is_damaged(string how)
    {
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", Samples.Events[0], Samples.Events[1]);
        }

        if (how == "garbage")
        {
            File.WriteAllText(_folder["journal.db"], new string('x', 9000));
        }
        else
        {
            Cut(_folder["journal.db"], 5000);
        }

        var error = Assert.Throws<SecantException>(() => new StoreReader(_folder.Path).List());
        Assert.Equal(Failure.Store, error.Failure);
        Assert.Contains(_folder["journal.db"], error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Checkpoint_should_be_the_last_one_with_its_chunks_in_order()
    {
        await WriteCheckpointsAsync(10, 20, 30);

        var contents = new StoreReader(_folder.Path).ReadCheckpoint("e1");

        Assert.NotNull(contents);
        Assert.Equal(30, contents.Iteration);
        Assert.Equal("print-30", contents.Fingerprint);
        Assert.Null(contents.Damage);
        Assert.Equal([(0, 4), (4, 3)], contents.Chunks.Select(chunk => (chunk.FirstGroup, chunk.GroupCount)));
        Assert.Equal([[30, 0, 7], [30, 1, 7]], contents.Chunks.Select(chunk => chunk.Bytes));
    }

    [Theory]
    [InlineData("UPDATE snapshot SET snapshot = x'1e0107ff' WHERE persistence_id = 'experiment-e1/life-1/checkpoint-30/chunk-1'",
        "chunk-1 is damaged")]
    [InlineData("DELETE FROM snapshot WHERE persistence_id = 'experiment-e1/life-1/checkpoint-30/chunk-0'", "chunk-0 is missing")]
    public async Task Checkpoint_should_be_the_one_before_and_say_so_when_the_last_is_damaged(string damage, string reason)
    {
        await WriteCheckpointsAsync(10, 20, 30);
        Execute("snapshots.db", damage);

        var contents = new StoreReader(_folder.Path).ReadCheckpoint("e1");

        Assert.Equal(20, contents?.Iteration);
        Assert.Contains($"experiment-e1/life-1/checkpoint-30/{reason}", contents?.Damage, StringComparison.Ordinal);
        Assert.Contains("the checkpoint at iteration 20 is used", contents?.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoint_should_be_refused_when_neither_of_the_last_two_can_be_read()
    {
        await WriteCheckpointsAsync(10, 20, 30);
        Execute("snapshots.db", "DELETE FROM snapshot WHERE persistence_id LIKE '%/chunk-0'");

        var error = Assert.Throws<SecantException>(() => new StoreReader(_folder.Path).ReadCheckpoint("e1"));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.Contains("checkpoint-30/chunk-0", error.Message, StringComparison.Ordinal);
        Assert.Contains("checkpoint-20/chunk-0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoint_should_be_read_while_the_writer_replaces_it()
    {
        await using var session = StoreSession.Open(_folder.Path);
        var recorder = session.Recorder("experiment-e1");
        await CommitAsync(session, recorder, 1);
        await CommitAsync(session, recorder, 2);
        var writing = Task.Run(async () =>
        {
            for (var iteration = 3; iteration <= 60; iteration++)
            {
                await CommitAsync(session, recorder, iteration);
                await session.Chunks.DeleteAsync(
                    Enumerable.Range(0, 2).Select(index => new ChunkKey("e1", 1, iteration - 2, index)), Cancellation);
            }
        }, Cancellation);

        var reader = new StoreReader(_folder.Path);
        var last = 0;
        while (!writing.IsCompleted)
        {
            var contents = reader.ReadCheckpoint("e1");
            Assert.NotNull(contents);
            Assert.True(contents.Iteration >= last);
            last = contents.Iteration;
            Assert.All(contents.Chunks, chunk => Assert.Equal(last, chunk.Bytes[0]));
        }

        await writing;
    }

    // Looks who writes whenever somebody asks for the time, which a writer does before it says who it is.
    private sealed class Looking(StoreReader reader) : TimeProvider
    {
        public List<StoreOwner?> Writers { get; } = [];

        public override DateTimeOffset GetUtcNow()
        {
            Writers.Add(reader.Writer());
            return DateTimeOffset.UnixEpoch;
        }
    }

    private static ExperimentSubmitted Submitted(string id, long at) => new(id, Samples.Spec, at, "");

    private static async Task CommitAsync(StoreSession session, Akka.Actor.IActorRef recorder, int iteration)
    {
        byte[][] chunks = [[(byte)iteration, 0, 7], [(byte)iteration, 1, 7]];
        for (var index = 0; index < chunks.Length; index++)
        {
            await session.Chunks.SaveAsync(new ChunkKey("e1", 1, iteration, index), chunks[index], Cancellation);
        }

        await StoreSession.PersistAsync(recorder, new CheckpointCommitted(
            iteration,
            [new ChunkRecord(1, 4, 3, 3, SHA256.HashData(chunks[1])), new ChunkRecord(0, 0, 4, 3, SHA256.HashData(chunks[0]))],
            $"print-{iteration}",
            Samples.Progress,
            Life: 1));
    }

    private static void Cut(string file, int bytes)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(bytes);
    }

    private async Task WriteCheckpointsAsync(params int[] iterations)
    {
        await using var session = StoreSession.Open(_folder.Path);
        var recorder = session.Recorder("experiment-e1");
        foreach (var iteration in iterations)
        {
            await CommitAsync(session, recorder, iteration);
        }
    }

    private void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder[file]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
