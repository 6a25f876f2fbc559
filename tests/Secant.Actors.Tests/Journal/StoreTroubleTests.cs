using System.Security.Cryptography;
using Secant.Actors.Journal;
using Secant.Actors.Maintenance;
using Secant.Actors.Wire;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Journal;

/// <summary>Real full and read-only file systems.</summary>
public sealed class StoreTroubleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chunk_should_fail_for_want_of_space_and_be_saved_when_room_is_made()
    {
        using var disk = Mount.OfSize("8m");
        await using var session = StoreSession.Open(disk.Path);
        var bytes = new byte[1 << 20];
        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 1, 0), bytes, Cancellation);
        disk.Fill();

        var error = await Assert.ThrowsAsync<SecantException>(
            () => session.Chunks.SaveAsync(new ChunkKey("e", 1, 2, 0), bytes, Cancellation));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.True(StoreErrors.IsFull(error), error.ToString());
        Assert.Contains("no space is left", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(bytes, await session.Chunks.LoadAsync(new ChunkKey("e", 1, 1, 0), SHA256.HashData(bytes), Cancellation));

        disk.Relieve();
        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 2, 0), bytes, Cancellation);
        Assert.Equal(bytes, await session.Chunks.LoadAsync(new ChunkKey("e", 1, 2, 0), SHA256.HashData(bytes), Cancellation));
    }

    [Fact]
    public async Task Event_should_not_be_acknowledged_when_no_space_is_left()
    {
        using var disk = Mount.OfSize("4m");
        await using var session = StoreSession.Open(disk.Path);
        await session.PersistAsync("lab", Samples.Events[0]);
        disk.Fill();
        var recorder = session.Recorder("lab");

        // What is left of the last page takes a few.
        var acknowledged = 0;
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (; acknowledged < 10_000; acknowledged++)
            {
                await StoreSession.PersistAsync(recorder, Samples.Events[0]);
            }
        });

        Assert.True(StoreErrors.IsFull(error), error.ToString());
        Assert.Contains("no space is left", StoreErrors.Explain(error, "journal").Message, StringComparison.Ordinal);

        disk.Relieve();
        Assert.Equal(acknowledged + 1, (await session.RecoverAsync("lab")).Length);
    }

    [Fact]
    public void Open_should_say_so_when_no_space_is_left()
    {
        using var disk = Mount.OfSize("1m");
        disk.Fill();

        AssertRefused(disk, "no space is left");
    }

    [Theory]
    [InlineData(12)]
    [InlineData(100)]
    [InlineData(500)]
    public void Open_should_say_how_much_space_is_left_when_it_is_too_little_to_begin_with(int kilobytes)
    {
        using var disk = Mount.OfSize("1m");
        disk.FillUpTo(kilobytes << 10);

        // Who holds the lock is noted by then, in a block of 4 KB.
        AssertRefused(disk, $"no space is left: expected 512 KB, found {kilobytes - 4} KB; make room");
        Assert.Empty(new StoreReader(disk.Path).List());
    }

    [Fact]
    public async Task Reading_should_work_when_no_space_is_left()
    {
        using var disk = Mount.OfSize("2m");
        var bytes = new byte[1000];
        await using (var session = StoreSession.Open(disk.Path))
        {
            await session.PersistAsync("lab", Samples.Events[0]);
            await session.Chunks.SaveAsync(new ChunkKey("e1", 1, 1, 0), bytes, Cancellation);
        }

        disk.Fill();

        // Twice, as the first leaves what SQLite made on the way.
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal("e1", Assert.Single(new StoreReader(disk.Path).List()).Id);
            Assert.Empty(StoreUpkeep.Check(disk.Path).Damage);
        }
    }

    [Fact]
    public async Task Reading_should_see_what_is_only_in_the_log_when_no_space_is_left()
    {
        using var disk = Mount.OfSize("4m");
        using var folder = new TempFolder();
        await using (var session = StoreSession.Open(folder.Path))
        {
            await session.PersistAsync("lab", Samples.Events[0]);

            // As a loss of power leaves it: a log, and no index of it.
            foreach (var file in (string[])["journal.db", "journal.db-wal", "snapshots.db", "snapshots.db-wal"])
            {
                File.Copy(folder[file], disk[file]);
            }
        }

        Assert.True(new FileInfo(disk["journal.db-wal"]).Length > 0);
        var log = File.ReadAllBytes(disk["journal.db-wal"]);
        disk.Fill();

        Assert.Equal("e1", Assert.Single(new StoreReader(disk.Path).List()).Id);
        Assert.Empty(StoreUpkeep.Check(disk.Path).Damage);
        Assert.Equal(log, File.ReadAllBytes(disk["journal.db-wal"]));
    }

    [Fact]
    public async Task Writes_should_fail_for_want_of_space_when_the_file_has_come_to_its_limit()
    {
        using var folder = new TempFolder();
        await using var session = StoreSession.Open(folder.Path, rules: new StoreRules { FileLimit = 3 << 20 });
        var bytes = new byte[1 << 20];
        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 1, 0), bytes, Cancellation);
        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 1, 1), bytes, Cancellation);

        var error = await Assert.ThrowsAsync<SecantException>(
            () => session.Chunks.SaveAsync(new ChunkKey("e", 1, 1, 2), bytes, Cancellation));

        Assert.True(StoreErrors.IsFull(error), error.ToString());
        await session.Chunks.DeleteAsync([new ChunkKey("e", 1, 1, 0)], Cancellation);
        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 1, 2), bytes, Cancellation);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("journal.db")]
    [InlineData("journal.db-wal")]
    [InlineData("snapshots.db")]
    public async Task Event_should_not_be_acknowledged_when_somebody_deleted_a_file_under_the_writer(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes no open file");
        using var folder = new TempFolder();
        await using var session = StoreSession.Open(folder.Path);
        await session.PersistAsync("lab", Samples.Events[0]);
        File.Delete(folder[file]);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => session.PersistAsync("other", Samples.Events[0]));

        Assert.StartsWith($"the store's {folder[file]} was deleted or replaced", StoreErrors.Explain(error, "journal").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_should_not_be_acknowledged_when_a_copy_stands_in_place_of_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes no open file");
        using var folder = new TempFolder();
        await using var session = StoreSession.Open(folder.Path);
        await session.PersistAsync("lab", Samples.Events[0]);
        File.Copy(folder["journal.db"], folder["copy"]);
        File.Move(folder["copy"], folder["journal.db"], overwrite: true);

        await Assert.ThrowsAnyAsync<Exception>(() => session.PersistAsync("other", Samples.Events[0]));

        Assert.DoesNotContain(JournalReader.All(folder["journal.db"], ContractModel.Instance),
            row => row.PersistenceId == "other");
    }

    [Fact]
    public async Task First_writer_should_write_nothing_more_when_the_lock_was_deleted_and_a_second_came()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes no open file");
        using var folder = new TempFolder();
        await using var first = StoreSession.Open(folder.Path);
        await first.PersistAsync("lab", Samples.Events[0]);
        File.Delete(folder["lock"]);
        await using var second = StoreSession.Open(folder.Path);

        await Assert.ThrowsAnyAsync<Exception>(() => first.PersistAsync("lab", Samples.Events[0]));
        await Assert.ThrowsAsync<SecantException>(() => first.Chunks.SaveAsync(new ChunkKey("e", 1, 1, 0), [1], Cancellation));
        await second.PersistAsync("lab", Samples.Events[0]);
        Assert.Equal(2, (await second.RecoverAsync("lab")).Length);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("journal.db")]
    [InlineData("snapshots.db")]
    [InlineData("snapshots.db-wal")]
    public async Task Checkpoint_should_fail_when_somebody_deleted_a_file_under_the_writer(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes no open file");
        using var folder = new TempFolder();
        await using var session = StoreSession.Open(folder.Path);
        await session.Chunks.SaveAsync(new ChunkKey("e", 1, 1, 0), [1], Cancellation);
        File.Delete(folder[file]);

        var error = await Assert.ThrowsAsync<SecantException>(
            () => session.Chunks.SaveAsync(new ChunkKey("e", 1, 2, 0), [1], Cancellation));

        Assert.StartsWith($"the store's {folder[file]} was deleted or replaced", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_should_say_so_and_reading_should_work_when_the_folder_is_read_only()
    {
        using var disk = Mount.OfSize("8m");
        await using (var session = StoreSession.Open(disk.Path))
        {
            await session.PersistAsync("lab", Samples.Events[0]);
        }

        disk.MakeReadOnly();

        AssertRefused(disk, "it is read-only");
        Assert.Equal("e1", Assert.Single(new StoreReader(disk.Path).List()).Id);
    }

    [Fact]
    public void Open_should_say_so_when_the_folder_cannot_be_made()
    {
        using var disk = Mount.OfSize("1m");
        disk.MakeReadOnly();

        var error = Assert.Throws<SecantException>(
            () => Store.Open(new StoreOptions { Folder = disk["store"], Command = "secant test" }));

        Assert.Contains("it is read-only", error.Message, StringComparison.Ordinal);
        Assert.Empty(new StoreReader(disk["store"]).List());
    }

    private static void AssertRefused(Mount disk, string reason)
    {
        var error = Assert.Throws<SecantException>(
            () => Store.Open(new StoreOptions { Folder = disk.Path, Command = "secant test" }));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(disk.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
