using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Actors.Maintenance;
using Secant.Actors.Tests.Journal;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.History;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Maintenance;

/// <summary>Stores are damaged as disks and people do it; what is left must be found, named and kept.</summary>
public sealed class StoreUpkeepTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_should_count_what_there_is_when_the_store_is_sound()
    {
        await FillAsync();

        var findings = StoreUpkeep.Check(_folder.Path);

        Assert.Empty(findings.Damage);
        Assert.Equal((3, 12, 3, 0, 0),
            (findings.Experiments, findings.Events, findings.Checkpoints, findings.Leftovers, findings.Dropped));
        Assert.Equal(Length("journal.db") + Length("snapshots.db"), findings.Bytes);
        Assert.Null(Repair().Kept);
    }

    [Fact]
    public void Check_should_find_nothing_when_there_is_no_store()
    {
        Assert.False(StoreUpkeep.Check(_folder["none"]).Exists);
        Assert.False(Directory.Exists(_folder["none"]));
        Assert.Contains("there is no store in", Assert.Throws<SecantException>(() => StoreUpkeep.Repair(Options("none"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("there is no store in",
            Assert.Throws<SecantException>(() => StoreUpkeep.Compact(Options("none"), 1)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["none"]));
    }

    [Fact]
    public async Task Check_should_be_sound_while_a_writer_replaces_checkpoints()
    {
        await using var session = StoreSession.Open(_folder.Path);
        await session.PersistAsync("lab", new ExperimentSubmitted("1", Samples.Spec, 1, ""));
        var recorder = session.Recorder("experiment-1");
        for (var iteration = 1; iteration <= 30; iteration++)
        {
            await StoreSession.PersistAsync(recorder, await CheckpointAsync(session, "1", iteration));
            if (iteration > 2)
            {
                await session.Chunks.DeleteAsync(
                    Enumerable.Range(0, 2).Select(index => new ChunkKey("1", 1, iteration - 2, index)), Cancellation);
            }

            Assert.Empty(StoreUpkeep.Check(_folder.Path).Damage);
        }
    }

    [Fact]
    public async Task Chunk_with_a_flipped_bit_should_be_named_and_its_checkpoint_dropped()
    {
        await FillAsync();
        FileDamage.Flip(_folder["snapshots.db"], Bytes("2", 20, 1).AsSpan(6_000, 32));

        Assert.Equal(["checkpoint of experiment 2 at iteration 20: chunk 1 is damaged, its checksum differs"],
            StoreUpkeep.Check(_folder.Path).Damage);
        var report = Repair();

        Assert.Equal(["checkpoint of experiment 2 at iteration 20"], report.Dropped);
        Assert.Empty(report.Lost);
        AssertSound(report);
        Assert.Equal(10, new StoreReader(_folder.Path).ReadCheckpoint("2")?.Iteration);
        await AssertWritableAsync();
        await using var session = StoreSession.Open(_folder.Path);
        var chunk = Bytes("2", 10, 1);
        Assert.Equal(chunk, await session.Chunks.LoadAsync(new ChunkKey("2", 1, 10, 1), SHA256.HashData(chunk), Cancellation));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("NULL")]
    public async Task Event_that_seems_deleted_should_be_named_and_kept(string mark)
    {
        await FillAsync();
        Execute("journal.db", "PRAGMA writable_schema=ON; "
            + "UPDATE sqlite_master SET sql = replace(sql, 'Bit            NOT NULL', 'Bit            NULL    ')");
        Execute("journal.db", $"UPDATE journal SET deleted = {mark} WHERE persistence_id = 'lab' AND sequence_number = 3");
        Execute("journal.db", "PRAGMA writable_schema=ON; "
            + "UPDATE sqlite_master SET sql = replace(sql, 'Bit            NULL    ', 'Bit            NOT NULL')");
        Assert.Equal(["1", "2"], new StoreReader(_folder.Path).List().Select(document => document.Id));

        var report = Repair();

        Assert.Contains("lab event 3 is marked as deleted", string.Join('\n', report.Findings.Damage), StringComparison.Ordinal);
        Assert.Empty(report.Dropped);
        AssertSound(report);
        Assert.Equal(["1", "2", "3"], new StoreReader(_folder.Path).List().Select(document => document.Id));
    }

    [Fact]
    public async Task Event_should_not_be_given_to_another_experiment_when_the_bit_is_in_its_name()
    {
        await FillAsync();
        var content = await File.ReadAllBytesAsync(_folder["journal.db"], Cancellation);
        var message = content.AsSpan().IndexOf("result of one"u8);
        content[content.AsSpan(0, message).LastIndexOf("experiment-1"u8) + 11] ^= '1' ^ '3';
        await File.WriteAllBytesAsync(_folder["journal.db"], content, Cancellation);

        var report = Repair();

        Assert.Contains("experiment-1 event 3: experiment-3 event 3", string.Join('\n', report.Findings.Damage),
            StringComparison.Ordinal);
        Assert.Equal(["result of experiment 1; 'secant resume 1' computes the same one again from iteration 100"],
            report.Dropped);
        AssertSound(report);
        Assert.Equal(["interrupted", "interrupted", "interrupted"], States());
    }

    // It makes 6 of 2, and 4 to 6 were never given.
    [Theory]
    [InlineData("journal.db", "experiment-2", true)]
    [InlineData("journal.db", "experiment-2", false)]
    [InlineData("snapshots.db", "experiment-2/life-1/checkpoint-20/chunk-1", true)]
    [InlineData("snapshots.db", "experiment-2/life-1/checkpoint-20/chunk-1", false)]
    public async Task Experiment_that_never_was_should_not_be_lost_when_the_bit_is_in_its_id(
        string file, string name, bool isInIndex)
    {
        await FillAsync();
        var content = await File.ReadAllBytesAsync(_folder[file], Cancellation);
        int start;
        using (var connection = Open(file))
        {
            start = 4096 * ((int)StoreDatabase.Scalar<long>(connection, "SELECT rootpage FROM sqlite_master "
                + "WHERE name IN ('journal_uq', 'sqlite_autoindex_snapshot_1')") - 1);
        }

        var searched = content.ToArray();
        searched.AsSpan(isInIndex ? 0 : start, isInIndex ? start : 4096).Clear();
        content[searched.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) + "experiment-".Length] ^= '2' ^ '6';
        await File.WriteAllBytesAsync(_folder[file], content, Cancellation);

        var report = Repair();

        Assert.NotEmpty(report.Findings.Damage);
        Assert.Empty(report.Lost);
        AssertSound(report);
        Assert.Equal(["completed", "interrupted", "interrupted"], States());
        Assert.Equal(20, new StoreReader(_folder.Path).ReadCheckpoint("2")?.Iteration);
        Assert.Equal("4", await NextIdAsync());
    }

    [Theory]
    [InlineData("journal.db", 1)]
    [InlineData("snapshots.db", 2)]
    public async Task Repaired_store_should_be_sound_and_name_what_is_lost_wherever_bits_are_flipped(string file, int seed)
    {
        await FillAsync();
        var (sound, random) = (await File.ReadAllBytesAsync(_folder[file], Cancellation), new Random(seed));
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var content = sound.ToArray();
            var places = Enumerable.Range(0, 3).Select(_ => random.Next(4096, sound.Length)).ToList();
            places.ForEach(at => content[at] ^= (byte)(1 << random.Next(8)));
            await File.WriteAllBytesAsync(_folder[file], content, Cancellation);

            var report = Repair();

            var flipped = $"bits flipped at {string.Join(", ", places)}";
            Assert.True(StoreUpkeep.Check(_folder.Path).Damage is [], flipped);
            var listed = new StoreReader(_folder.Path).List().Select(document => document.Id);
            Assert.True(listed.Concat(report.Lost.Select(line => line.Split(' ', ':')[1])).Order().SequenceEqual(["1", "2", "3"]),
                $"{flipped}: {string.Join("; ", report.Lost)}");
            if (report.Kept is { } kept)
            {
                // As before: what the repair noted goes, too.
                File.Move(Path.Combine(kept, "journal.db"), _folder["journal.db"], overwrite: true);
                if (File.Exists(Path.Combine(kept, "snapshots.db")))
                {
                    File.Move(Path.Combine(kept, "snapshots.db"), _folder["snapshots.db"], overwrite: true);
                }
            }
        }
    }

    [Fact]
    public async Task File_that_cannot_be_opened_should_not_be_taken_for_a_damaged_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links to files are a privilege there");
        await FillAsync();
        File.Move(_folder["journal.db"], _folder["elsewhere.db"]);
        File.CreateSymbolicLink(_folder["journal.db"], _folder["not-mounted/journal.db"]);

        Assert.Contains("journal.db cannot be opened", Assert.Throws<SecantException>(() => Repair()).Message,
            StringComparison.Ordinal);

        File.Delete(_folder["journal.db"]);
        File.Move(_folder["elsewhere.db"], _folder["journal.db"]);
        Assert.Null(Repair().Kept);
        Assert.Equal(3, new StoreReader(_folder.Path).List().Count);
    }

    [Fact]
    public async Task Rows_should_be_read_past_damaged_pages_when_the_index_cannot_be_read_either()
    {
        await FillAsync();
        await using (var session = StoreSession.Open(_folder.Path))
        {
            for (var number = 4; number <= 120; number++)
            {
                await session.PersistAsync("lab",
                    new ExperimentSubmitted($"{number}", Samples.Spec, number, new string('n', 200)));
            }
        }

        using (var connection = Open("journal.db"))
        {
            var root = StoreDatabase.Scalar<long>(connection, "SELECT rootpage FROM sqlite_master WHERE name = 'journal_uq'");
            var (first, second) = (LeafPageOf("journal", 40), LeafPageOf("journal", 90));
            connection.Close();
            foreach (var page in (int[])[(int)root, first, second])
            {
                FileDamage.Wipe(_folder["journal.db"], page);
            }
        }

        var report = Repair();

        var ids = new StoreReader(_folder.Path).List().Select(document => document.Id).ToHashSet();
        Assert.Superset(new HashSet<string> { "4", "65", "120" }, ids);
        Assert.InRange(120 - ids.Count, 2, 40);
        Assert.Equal(120 - ids.Count, report.Lost.Count);
        AssertSound(report);
        Assert.Equal("121", await NextIdAsync());
    }

    [Fact]
    public async Task Checkpoint_before_a_damaged_one_should_be_kept_when_a_later_life_went_on_from_it()
    {
        await FillAsync();
        FileDamage.Flip(_folder["snapshots.db"], Bytes("2", 20, 1).AsSpan(6_000, 32));
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("experiment-2", await CheckpointAsync(session, "2", 15));
        }

        Store.Open(Options()).Dispose();

        var findings = StoreUpkeep.Check(_folder.Path);
        Assert.Empty(findings.Damage);
        Assert.Equal((3, 0), (findings.Checkpoints, findings.Leftovers));
        FileDamage.Flip(_folder["snapshots.db"], Bytes("2", 15, 0).AsSpan(6_000, 32));
        Assert.Equal(10, new StoreReader(_folder.Path).ReadCheckpoint("2")?.Iteration);
    }

    [Fact]
    public async Task Result_should_stand_when_its_parameters_are_damaged()
    {
        await FillAsync();
        var before = new StoreReader(_folder.Path).Find("1")!;
        FileDamage.Flip(_folder["snapshots.db"], Bytes("1", 100, 0).AsSpan(6_000, 32));

        var report = Repair();

        Assert.Equal(["checkpoint of experiment 1 at iteration 100", "parameters of experiment 1; its result stands"],
            report.Dropped);
        AssertSound(report);
        var after = new StoreReader(_folder.Path).Find("1")!;
        Assert.Equal((before.State, before.TestAccuracy, before.Fingerprint),
            (after.State, after.TestAccuracy, after.Fingerprint));
        var error = Assert.Throws<SecantException>(() => new StoreReader(_folder.Path).ReadCheckpoint("1"));
        Assert.Contains("were damaged, and dropped by 'secant store repair'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_with_a_flipped_bit_should_be_computed_again()
    {
        await FillAsync();
        FileDamage.Flip(_folder["journal.db"], "result of one"u8);

        var report = Repair();

        Assert.Contains("experiment-1 event 3", Assert.Single(report.Findings.Damage), StringComparison.Ordinal);
        Assert.Equal(["result of experiment 1; 'secant resume 1' computes the same one again from iteration 100"],
            report.Dropped);
        Assert.Empty(report.Lost);
        AssertSound(report);
        Assert.Equal(["interrupted", "interrupted", "interrupted"], States());
    }

    [Fact]
    public async Task Submission_with_a_flipped_bit_should_be_named_as_lost_with_the_result()
    {
        await FillAsync();
        FileDamage.Flip(_folder["journal.db"], "note of one"u8);

        var report = Repair();

        var line = Assert.Single(report.Lost);
        Assert.StartsWith("experiment 1: its submission cannot be read", line, StringComparison.Ordinal);
        Assert.Contains("test accuracy 0.75, train accuracy 0.875, fingerprint result of one", line, StringComparison.Ordinal);
        AssertSound(report);
        Assert.Equal(["2", "3"], new StoreReader(_folder.Path).List().Select(document => document.Id));

        Assert.Equal("4", await NextIdAsync());
    }

    [Fact]
    public async Task Id_of_the_last_submission_should_not_be_given_again_when_it_is_lost()
    {
        await FillAsync();
        FileDamage.Flip(_folder["journal.db"], "note of three"u8);

        Assert.StartsWith("experiment 3: its submission cannot be read", Assert.Single(Repair().Lost), StringComparison.Ordinal);
        Assert.Equal("4", await NextIdAsync());
        Assert.Empty(StoreUpkeep.Check(_folder.Path).Damage);
    }

    [Fact]
    public async Task Id_of_a_last_submission_that_never_began_should_not_be_given_again_when_it_is_lost()
    {
        await FillAsync();
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", new ExperimentSubmitted("4", Samples.Spec, 4, "note of four"),
                new ExperimentSubmitted("5", Samples.Spec, 5, "note of five"));
        }

        FileDamage.Flip(_folder["journal.db"], "note of five"u8);
        FileDamage.Flip(_folder["journal.db"], "note of two"u8);

        Assert.Equal(["2", "5"], Repair().Lost.Select(line => line.Split(' ', ':')[1]));
        Assert.Equal("6", await NextIdAsync());

        // The next repair finds what the first one noted.
        FileDamage.Flip(_folder["journal.db"], "note of four"u8);
        Assert.StartsWith("experiment 4: its submission", Assert.Single(Repair().Lost), StringComparison.Ordinal);
        Assert.Equal("6", await NextIdAsync());
        Assert.Empty(StoreUpkeep.Check(_folder.Path).Damage);
        Assert.Equal(["1", "3"], new StoreReader(_folder.Path).List().Select(document => document.Id));
    }

    [Fact]
    public async Task Wiped_page_of_the_journal_should_cost_the_events_on_it_and_no_others()
    {
        await FillAsync();
        await using (var session = StoreSession.Open(_folder.Path))
        {
            for (var number = 4; number <= 120; number++)
            {
                await session.PersistAsync("lab",
                    new ExperimentSubmitted($"{number}", Samples.Spec, number, new string('n', 200)));
            }
        }

        FileDamage.Wipe(_folder["journal.db"], LeafPageOf("journal", 60));

        var report = Repair();

        var ids = new StoreReader(_folder.Path).List().Select(document => document.Id).ToHashSet();
        var lost = Enumerable.Range(1, 120).Select(number => $"{number}").Where(id => !ids.Contains(id)).ToList();
        Assert.InRange(lost.Count, 1, 20);
        Assert.Equal(lost, report.Lost.Select(line => line.Split(' ', ':')[1]));
        Assert.Contains("lab event", string.Join('\n', report.Findings.Damage), StringComparison.Ordinal);
        AssertSound(report);
        await AssertWritableAsync();
    }

    [Theory]
    [InlineData("journal.db", 4096)]
    [InlineData("snapshots.db", 4096)]
    [InlineData("journal.db", 5000)]
    [InlineData("snapshots.db", 5000)]
    public async Task Truncated_file_should_be_rebuilt_of_what_is_left(string file, int length)
    {
        await FillAsync();
        FileDamage.Truncate(_folder[file], length);

        Assert.Contains(StoreUpkeep.Check(_folder.Path).Damage, line => line.Contains(file, StringComparison.Ordinal));
        var report = Repair();

        AssertSound(report);
        Assert.True(File.Exists(Path.Combine(report.Kept!, file)));
        Assert.Equal(3, new StoreReader(_folder.Path).List().Count + report.Lost.Count);
        await AssertWritableAsync();
    }

    [Fact]
    public async Task Experiments_should_be_named_as_lost_and_their_ids_kept_when_the_journal_is_gone()
    {
        await FillAsync();
        File.Delete(_folder["journal.db"]);

        var report = Repair();

        Assert.Contains("journal.db is missing or empty", report.Findings.Damage[0], StringComparison.Ordinal);
        // Those that have checkpoints; nothing tells of others.
        Assert.Equal(["experiment 1", "experiment 2"],
            report.Lost.Select(lost => lost[..lost.IndexOf(": its submission cannot be read", StringComparison.Ordinal)]));
        Assert.Empty(StoreUpkeep.Check(_folder.Path).Damage);
        Assert.Null(Repair().Kept);
        Assert.Equal("3", await NextIdAsync());
    }

    [Fact]
    public async Task Store_should_not_be_taken_for_a_new_one_when_only_the_log_of_its_journal_is_left()
    {
        await FillAsync();
        File.Delete(_folder["journal.db"]);
        File.Delete(_folder["snapshots.db"]);
        File.WriteAllText(_folder["journal.db-wal"], "the log of the file that is gone");

        Assert.Contains("journal.db is missing or empty", Assert.Single(StoreUpkeep.Check(_folder.Path).Damage),
            StringComparison.Ordinal);
        Assert.Contains("journal.db is missing or empty",
            Assert.Throws<SecantException>(() => new StoreReader(_folder.Path).List()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiments_should_start_anew_when_the_snapshots_are_gone()
    {
        await FillAsync();
        File.Delete(_folder["snapshots.db"]);

        var report = Repair();

        Assert.Contains("snapshots.db is missing or empty", report.Findings.Damage[0], StringComparison.Ordinal);
        Assert.Empty(report.Lost);
        AssertSound(report);
        Assert.Equal(["completed", "interrupted", "interrupted"], States());
        Assert.Null(new StoreReader(_folder.Path).ReadCheckpoint("2"));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    public async Task Damaged_files_should_be_kept_when_nothing_of_the_journal_can_be_read(string content)
    {
        await FillAsync();
        File.WriteAllText(_folder["journal.db"], string.Concat(Enumerable.Repeat(content, 1_000)));

        var report = Repair();

        Assert.Contains(report.Findings.Damage, line => line.Contains("journal.db", StringComparison.Ordinal));
        Assert.Empty(new StoreReader(_folder.Path).List());
        Assert.True(File.Exists(Path.Combine(report.Kept!, "journal.db")));
        Assert.True(File.Exists(Path.Combine(report.Kept!, "snapshots.db")) || File.Exists(_folder["snapshots.db"]));
        Assert.Empty(StoreUpkeep.Check(_folder.Path).Damage);
    }

    [Fact]
    public async Task Repair_and_compact_should_be_refused_while_somebody_writes()
    {
        await FillAsync();
        await using var session = StoreSession.Open(_folder.Path);

        Assert.Contains("is in use by process", Assert.Throws<SecantException>(() => Repair()).Message, StringComparison.Ordinal);
        Assert.Contains("is in use by process", Assert.Throws<SecantException>(() => StoreUpkeep.Compact(Options(), 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upkeep_should_be_refused_when_a_newer_build_wrote_the_store()
    {
        await FillAsync();
        Execute("journal.db", "PRAGMA user_version=4");

        foreach (var act in (Action[])[() => StoreUpkeep.Check(_folder.Path), () => Repair(),
            () => StoreUpkeep.Compact(Options(), 0)])
        {
            Assert.Contains("has version 4, this build knows up to 3", Assert.Throws<SecantException>(act).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Swap_that_was_cut_short_should_be_ended_by_the_next_writer()
    {
        await FillAsync();
        Directory.CreateDirectory(_folder["repaired-then"]);
        File.Copy(_folder["journal.db"], _folder["repaired-then/journal.db"]);
        Directory.CreateDirectory(_folder["damaged-then"]);
        File.Move(_folder["journal.db"], _folder["damaged-then/journal.db"]);
        File.WriteAllText(_folder["journal.db-wal"], "the log of the file that is gone");

        Store.Open(Options()).Dispose();

        Assert.Equal(3, new StoreReader(_folder.Path).List().Count);
        Assert.Equal("the log of the file that is gone", File.ReadAllText(_folder["damaged-then/journal.db-wal"]));
        Assert.False(Directory.Exists(_folder["repaired-then"]));
    }

    [Fact]
    public async Task Repair_that_was_cut_short_should_leave_nothing_once_a_writer_came()
    {
        await FillAsync();
        Directory.CreateDirectory(_folder["repairing-then"]);
        File.WriteAllText(_folder["repairing-then/journal.db"], "half of it");

        Store.Open(Options()).Dispose();

        Assert.False(Directory.Exists(_folder["repairing-then"]));
        Assert.Empty(StoreUpkeep.Check(_folder.Path).Damage);
    }

    [Fact]
    public async Task Cancelled_experiment_should_keep_one_checkpoint()
    {
        await FillAsync();
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", new ExperimentCancelled("2"));
        }

        Store.Open(Options()).Dispose();

        var findings = StoreUpkeep.Check(_folder.Path);
        Assert.Empty(findings.Damage);
        Assert.Equal((2, 0), (findings.Checkpoints, findings.Leftovers));
        Assert.Equal(20, new StoreReader(_folder.Path).ReadCheckpoint("2")?.Iteration);
    }

    [Fact]
    public async Task Writer_should_delete_the_chunks_that_a_crash_left_over()
    {
        await FillAsync();
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.Chunks.SaveAsync(new ChunkKey("2", 1, 5, 0), [1], Cancellation);
            await session.Chunks.SaveAsync(new ChunkKey("2", 1, 30, 0), [1], Cancellation);
            await session.Chunks.SaveAsync(new ChunkKey("1", 1, 90, 0), [1], Cancellation);
        }

        Assert.Equal(3, StoreUpkeep.Check(_folder.Path).Leftovers);
        Store.Open(Options()).Dispose();

        var findings = StoreUpkeep.Check(_folder.Path);
        Assert.Equal((0, 3), (findings.Leftovers, findings.Checkpoints));
        Assert.Empty(findings.Damage);
    }

    [Fact]
    public async Task Compact_should_drop_the_parameters_of_ended_experiments_but_for_the_newest()
    {
        await FillAsync();
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", new ExperimentSubmitted("4", Samples.Spec, 4, ""));
            await session.PersistAsync("experiment-4", await CheckpointAsync(session, "4", 7), Completed("four"));
        }

        var before = new StoreReader(_folder.Path).List();
        var report = StoreUpkeep.Compact(Options(), keep: 1);

        Assert.Equal(["1"], report.Dropped);
        Assert.True(report.BytesAfter < report.BytesBefore, $"{report}");
        Assert.Equal(report.BytesAfter, Length("journal.db") + Length("snapshots.db"));
        var after = new StoreReader(_folder.Path);
        Assert.Equal(before.Select(document => (document.State, document.Fingerprint)),
            after.List().Select(document => (document.State, document.Fingerprint)));
        Assert.Equal((7, 20), (after.ReadCheckpoint("4")?.Iteration, after.ReadCheckpoint("2")?.Iteration));
        Assert.Contains("were dropped by 'secant store compact'",
            Assert.Throws<SecantException>(() => after.ReadCheckpoint("1")).Message, StringComparison.Ordinal);
        var findings = StoreUpkeep.Check(_folder.Path);
        Assert.Equal((0, 1), (findings.Damage.Count, findings.Dropped));
        Assert.Empty(StoreUpkeep.Compact(Options(), keep: 1).Dropped);
        Assert.Empty(StoreUpkeep.Compact(Options(), keep: null).Dropped);
        Assert.Empty(StoreUpkeep.Compact(Options(), keep: int.MaxValue).Dropped);
        await AssertWritableAsync();
    }

    // Experiment 1 has ended, 2 was interrupted after its second checkpoint, 3 before its first.
    private async Task FillAsync()
    {
        await using var session = StoreSession.Open(_folder.Path);
        await session.PersistAsync(
            "lab", new ExperimentSubmitted("1", Samples.Spec, 1, "note of one"),
                new ExperimentSubmitted("2", Samples.Spec, 2, "note of two"),
                    new ExperimentSubmitted("3", Samples.Spec, 3, "note of three"));
        await session.PersistAsync("experiment-1", Life(1), await CheckpointAsync(session, "1", 100), Completed("result of one"));
        await session.PersistAsync("lab", new ExperimentEnded("1", false));
        await session.PersistAsync("experiment-2", Life(1), await CheckpointAsync(session, "2", 10),
            await CheckpointAsync(session, "2", 20), Life(2));
        await session.PersistAsync("experiment-3", Life(1));
    }

    private static LifeStarted Life(int number) => new(number, "gone", 5, Samples.Build);

    private static ExperimentCompleted Completed(string fingerprint) => new(100, fingerprint, 0.875, 0.75, Samples.Progress);

    private static async Task<CheckpointCommitted> CheckpointAsync(StoreSession session, string id, int iteration)
    {
        var chunks = new List<ChunkRecord>();
        for (var index = 0; index < 2; index++)
        {
            var bytes = Bytes(id, iteration, index);
            await session.Chunks.SaveAsync(new ChunkKey(id, 1, iteration, index), bytes, Cancellation);
            chunks.Add(new ChunkRecord(index, index * 3, 3, bytes.Length, SHA256.HashData(bytes)));
        }

        return new CheckpointCommitted(iteration, [.. chunks], $"{id} at {iteration}", Samples.Progress, Life: 1);
    }

    private static byte[] Bytes(string id, int iteration, int index)
    {
        var bytes = new byte[20_000];
        new Random((int.Parse(id, CultureInfo.InvariantCulture) * 10_000) + (iteration * 10) + index).NextBytes(bytes);
        return bytes;
    }

    private StoreOptions Options(string? inner = null) =>
        new() { Folder = inner is null ? _folder.Path : _folder[inner], Command = "secant test" };

    private RepairReport Repair() => StoreUpkeep.Repair(Options());

    private long Length(string file) => new FileInfo(_folder[file]).Length;

    private IEnumerable<string> States() => new StoreReader(_folder.Path).List().Select(document => document.State);

    private void AssertSound(RepairReport report)
    {
        Assert.NotNull(report.Kept);
        Assert.NotEmpty(Directory.GetFiles(report.Kept));
        Assert.Empty(StoreUpkeep.Check(_folder.Path).Damage);
        Assert.Null(Repair().Kept);
        Assert.Empty(Directory.GetDirectories(_folder.Path, "repair*"));
    }

    // Actors read and write what was rebuilt.
    private async Task AssertWritableAsync()
    {
        await using var session = StoreSession.Open(_folder.Path);
        var before = await session.RecoverAsync("experiment-2");
        await session.PersistAsync("experiment-2", new LifeSuspended(20));
        Assert.Equal(before.Length + 1, (await session.RecoverAsync("experiment-2")).Length);
        await session.Chunks.SaveAsync(new ChunkKey("2", 1, 30, 0), [1, 2], Cancellation);
        Assert.Equal([1, 2], await session.Chunks.LoadAsync(new ChunkKey("2", 1, 30, 0), SHA256.HashData([1, 2]), Cancellation));
    }

    private async Task<string> NextIdAsync()
    {
        await using var session = StoreSession.Open(_folder.Path);
        return LabHistory.Of((await session.RecoverAsync("lab")).Cast<ILabEvent>()).NextId;
    }

    private int LeafPageOf(string table, long rowid)
    {
        // The row's own bytes lead to its page.
        var content = File.ReadAllBytes(_folder["journal.db"]);
        using var connection = Open("journal.db");
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT message FROM {table} WHERE rowid = {rowid}";
        var message = (byte[])command.ExecuteScalar()!;
        return (content.AsSpan().IndexOf(message) / 4096) + 1;
    }

    private void Execute(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={_folder[file]};Pooling=False");
        connection.Open();
        return connection;
    }
}
