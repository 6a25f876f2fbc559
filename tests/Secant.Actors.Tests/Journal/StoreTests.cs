using Akka.Persistence.Sql.Config;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Journal;

public sealed class StoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_should_make_the_folder_and_log_ahead_when_there_is_none()
    {
        var path = _folder["a/b"];

        using (Open(path))
        {
            Assert.True(File.Exists(Path.Combine(path, "journal.db")));
        }

        Assert.Equal("wal", Scalar<string>(Path.Combine(path, "journal.db"), "PRAGMA journal_mode"));
        Assert.Equal("wal", Scalar<string>(Path.Combine(path, "snapshots.db"), "PRAGMA journal_mode"));
    }

    [Fact]
    public void Open_should_ask_for_a_folder_when_it_is_given_a_file()
    {
        var path = _folder["file"];
        File.WriteAllText(path, "");

        var error = Assert.Throws<SecantException>(() => Open(path));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.Equal($"the store's {path} is a file, expected a folder: name another with --store DIR or SECANT_STORE",
            error.Message);
    }

    [Fact]
    public void Open_should_name_the_first_when_a_second_writer_comes()
    {
        using var first = Store.Open(new StoreOptions { Folder = _folder.Path, Command = "secant run 1 2 3 4\nsecret" });

        var error = Assert.Throws<SecantException>(() => Open(_folder.Path));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName} (secant run 1 2 3 4 secret)",
            error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("akka.persistence.journal.sql")]
    [InlineData("akka.persistence.snapshot-store.sql")]
    public void Plugins_should_write_ahead_and_sync_every_write(string plugin)
    {
        using var store = Open(_folder.Path);
        var setup = store.Setup(Akka.Configuration.ConfigurationFactory.Empty).Get<MultiDataOptionsSetup>().Value;
        Assert.True(setup.TryGetDataOptionsFor(plugin, out var options));

        using var connection = new DataConnection(options!);
        Assert.Equal("wal", connection.Execute<string>("PRAGMA journal_mode"));
        Assert.Equal(2, connection.Execute<int>("PRAGMA synchronous"));
        Assert.Equal(1, connection.Execute<int>("PRAGMA fullfsync"));
    }

    [Fact]
    public void Open_should_succeed_when_the_first_writer_has_let_go()
    {
        string first;
        using (var store = Open(_folder.Path))
        {
            first = store.Instance;
        }

        using var second = Open(_folder.Path);

        Assert.NotEqual(first, second.Instance);
    }

    [Fact]
    public async Task Open_should_wait_for_a_reader_that_only_looks_at_the_lock()
    {
        Open(_folder.Path).Dispose();
        var started = new TaskCompletionSource();
        Task<Store> writer;
        using (new FileStream(_folder["lock"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            writer = Task.Run(() =>
            {
                started.SetResult();
                return Store.Open(new StoreOptions
                {
                    Folder = _folder.Path,
                    Command = "secant test",
                    LockPatience = TimeSpan.FromSeconds(10)
                });
            }, TestContext.Current.CancellationToken);
            await started.Task;
        }

        using var store = await writer;
        Assert.Equal(store.Instance, new StoreReader(_folder.Path).Writer()?.Instance);
    }

    [Fact]
    public void Writer_should_be_nobody_when_a_killed_process_left_its_file_behind()
    {
        string left;
        using (Open(_folder.Path))
        {
            left = File.ReadAllText(_folder["owner.json"]);
        }

        File.WriteAllText(_folder["owner.json"], left);

        Assert.Null(new StoreReader(_folder.Path).Writer());
        Open(_folder.Path).Dispose();
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("snapshots.db")]
    public async Task Open_should_name_the_file_when_it_is_garbage(string file)
    {
        await FillAsync();
        File.WriteAllText(_folder[file], new string('x', 5000));

        AssertRefused(file, "is not a database");
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("snapshots.db")]
    public async Task Open_should_name_the_file_when_it_is_cut_short(string file)
    {
        await FillAsync();
        using (var stream = File.OpenWrite(_folder[file]))
        {
            stream.SetLength(stream.Length - 4096);
        }

        AssertRefused(file, "is damaged");
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("snapshots.db")]
    public async Task Open_should_name_the_file_when_it_was_emptied(string file)
    {
        await FillAsync();
        File.WriteAllBytes(_folder[file], []);

        AssertRefused(file, "is missing or empty");
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("snapshots.db")]
    public async Task Open_should_name_the_file_when_it_was_deleted(string file)
    {
        await FillAsync();
        File.Delete(_folder[file]);

        AssertRefused(file, "is missing or empty");
    }

    [Fact]
    public async Task Open_should_refuse_when_a_newer_build_wrote_the_store()
    {
        await FillAsync();
        Execute(_folder["journal.db"], "PRAGMA user_version=4");

        AssertRefused("journal.db", "has version 4, this build knows up to 3");
        var error = Assert.Throws<SecantException>(() => new StoreReader(_folder.Path).List());
        Assert.Contains("has version 4, this build knows up to 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_should_refuse_when_the_database_is_another_programs()
    {
        Execute(_folder["journal.db"], "CREATE TABLE t (x)");

        AssertRefused("journal.db", "is a database of another program");
    }

    [Fact]
    public void Open_should_say_so_when_the_place_is_a_file()
    {
        File.WriteAllText(_folder["file"], "");

        var error = Assert.Throws<SecantException>(() => Open(_folder["file"]));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.Contains(_folder["file"], error.Message, StringComparison.Ordinal);
    }

    private static Store Open(string path) => Store.Open(new StoreOptions { Folder = path, Command = "secant test" });

    private async Task FillAsync()
    {
        await using var session = StoreSession.Open(_folder.Path);
        await session.PersistAsync("lab", Samples.Events[0]);
        await session.Chunks.SaveAsync(new ChunkKey("e1", 1, 0, 0), new byte[20_000], TestContext.Current.CancellationToken);
    }

    private void AssertRefused(string file, string reason)
    {
        var error = Assert.Throws<SecantException>(() => Open(_folder.Path));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.Contains(_folder[file] + " " + reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);

        // The refusal let go of the lock.
        Assert.Null(new StoreReader(_folder.Path).Writer());
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static T Scalar<T>(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }
}
