using System.Security.Cryptography;
using System.Text;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Actors.Maintenance;
using Secant.Actors.Tests.Journal;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Maintenance;

/// <summary>A flipped bit in what a file says of its tables, while every row is there.</summary>
public sealed class SchemaDamageTests : IDisposable
{
    private static readonly byte[] Chunk = RandomNumberGenerator.GetBytes(5_000);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("journal.db", "CREATE TABLE [journal]\n(", 24)]
    [InlineData("journal.db", "[persistence_id]  NVarChar(255)  NOT NULL", 5)]
    [InlineData("journal.db", "[message]         VarBinary", 20)]
    [InlineData("journal.db", "AUTOINCREMENT", 2)]
    [InlineData("journal.db", "CREATE UNIQUE INDEX journal_uq ON", 12)]
    [InlineData("journal.db", "CREATE TABLE [tags]\n(", 20)]
    [InlineData("snapshots.db", "CREATE TABLE [snapshot]\n(", 24)]
    [InlineData("snapshots.db", "[snapshot]        VarBinary", 3)]
    [InlineData("snapshots.db", "CONSTRAINT [PK_snapshot] PRIMARY KEY", 30)]
    [InlineData("snapshots.db", "CREATE INDEX snapshot_created_idx ON snapshot (created)", 50)]
    public async Task Repair_should_lose_nothing_when_a_definition_is_damaged(string file, string part, int at)
    {
        await FillAsync();
        var content = await File.ReadAllBytesAsync(_folder[file], TestContext.Current.CancellationToken);
        content[content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(part)) + at] ^= 1;
        await File.WriteAllBytesAsync(_folder[file], content, TestContext.Current.CancellationToken);
        Assert.Contains(StoreUpkeep.Check(_folder.Path).Damage,
            line => line.Contains("the definition of ", StringComparison.Ordinal));

        var report = StoreUpkeep.Repair(new StoreOptions { Folder = _folder.Path, Command = "secant test" });

        Assert.Empty(report.Dropped);
        Assert.Empty(report.Lost);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(report.Kept!, file),
            TestContext.Current.CancellationToken));
        await AssertWholeAsync();
    }

    // The names of tables and indexes stand beside their text, too. Every fifth byte of it all, in turn.
    [Theory]
    [InlineData("journal.db", "tabletagstags", 0)]
    [InlineData("snapshots.db", "tablesnapshotsnapshot", 2)]
    public async Task Repair_should_lose_nothing_wherever_the_bit_is(string file, string first, int offset)
    {
        await FillAsync();
        var sound = await File.ReadAllBytesAsync(_folder[file], TestContext.Current.CancellationToken);
        var start = sound.AsSpan().IndexOf(Encoding.UTF8.GetBytes(first));
        var end = start + 300;
        for (var at = start + offset; at < end; at += 31)
        {
            var content = sound.ToArray();
            content[at] ^= (byte)(1 << (at % 6));
            await File.WriteAllBytesAsync(_folder[file], content, TestContext.Current.CancellationToken);
            var report = StoreUpkeep.Repair(new StoreOptions { Folder = _folder.Path, Command = "secant test" });
            Assert.True(report.Dropped.Count + report.Lost.Count == 0,
                $"byte {at}: {string.Join("; ", report.Dropped.Concat(report.Lost))}");
            await AssertWholeAsync();
        }
    }

    private async Task FillAsync()
    {
        await using var session = StoreSession.Open(_folder.Path);
        await session.PersistAsync("lab", new ExperimentSubmitted("1", Samples.Spec, 1, "note of one"),
            new ExperimentSubmitted("2", Samples.Spec, 2, "note of two"));
        await session.Chunks.SaveAsync(new ChunkKey("1", 1, 100, 0), Chunk, TestContext.Current.CancellationToken);
        await session.PersistAsync(
            "experiment-1",
            new LifeStarted(1, "gone", 5, Samples.Build),
            new CheckpointCommitted(100, [new ChunkRecord(0, 0, 3, Chunk.Length, SHA256.HashData(Chunk))], "one at 100",
                Samples.Progress, Life: 1),
            new ExperimentCompleted(100, "one at 100", 0.875, 0.75, Samples.Progress));
        await session.PersistAsync("lab", new ExperimentEnded("1", false));
    }

    private async Task AssertWholeAsync()
    {
        var findings = StoreUpkeep.Check(_folder.Path);
        Assert.Empty(findings.Damage);
        Assert.Equal((2, 1), (findings.Experiments, findings.Checkpoints));
        Assert.Equal([("1", "one at 100"), ("2", null)],
            new StoreReader(_folder.Path).List().Select(document => (document.Id, document.Fingerprint)));
        Assert.Equal(Chunk, Assert.Single(new StoreReader(_folder.Path).ReadCheckpoint("1")!.Chunks).Bytes);
        await using var session = StoreSession.Open(_folder.Path);
        await session.PersistAsync("experiment-2", new LifeStarted(1, "gone", 5, Samples.Build));
    }
}
