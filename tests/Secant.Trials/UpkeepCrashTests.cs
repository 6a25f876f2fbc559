using Microsoft.Data.Sqlite;

namespace Secant.Trials;

/// <summary>What mends a store is killed at any call that changes a file, and made again: the store is what it would have
/// been.</summary>
[Collection(RealProcesses.Name)]
public sealed class UpkeepCrashTests : IAsyncDisposable
{
    private const string Changes =
        "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,pwrite64,ftruncate,fsync,fdatasync";
    private const int ShortPoints = 1;

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact(Timeout = 3_600_000)]
    public async Task Store_should_be_repaired_the_same_when_a_repair_was_killed_at_any_change()
    {
        await Strace.RequireAsync();
        await FillAsync();
        Damage("journal.db", "UPDATE journal SET message = zeroblob(length(message)) WHERE persistence_id = 'experiment-2' AND "
            + "sequence_number = 2");
        Damage("snapshots.db",
            "UPDATE snapshot SET snapshot = zeroblob(length(snapshot)) WHERE persistence_id LIKE 'experiment-3/%'");
        await KillAsync(new Trial("a repair, killed at its changes of files"), ["store", "repair"]);
    }

    [Fact(Timeout = 3_600_000)]
    public async Task Store_should_be_compact_the_same_when_a_compaction_was_killed_at_any_change()
    {
        await Strace.RequireAsync();
        await FillAsync();
        await KillAsync(new Trial("a compaction, killed at its changes of files"), ["store", "compact", "--keep", "1"]);
    }

    private async Task FillAsync()
    {
        foreach (var seed in (string[])["1", "2", "3"])
        {
            Assert.Equal(0, (await _sandbox.RunAsync("run", "20", "8", "0.05", "8", "--quiet", "--seed", seed)).Code);
        }
    }

    private void Damage(string file, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_sandbox["store"], file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.InRange(command.ExecuteNonQuery(), 1, int.MaxValue);
    }

    private async Task KillAsync(Trial trial, string[] command)
    {
        var log = _sandbox["calls"];
        var copy = Copy("unbroken");
        Assert.Equal(0, await StartAsync(command, copy, Strace.Noting(Changes, log)));
        var expected = await ListAsync(copy);

        // The kernel's count is of each thread.
        var most = File.ReadLines(log).CountBy(line => line.Split(' ')[0]).Max(thread => thread.Value);
        var points = Enumerable.Range(1, most).ToArray();
        trial.Random.Shuffle(points);
        var killed = 0;
        foreach (var nth in points.TakeWhile(_ => Trial.IsFull || killed < ShortPoints))
        {
            copy = Copy($"killed-{nth}");
            var code = await StartAsync(command, copy, Strace.KillingAt(Changes, nth));
            Assert.True(code is 0 or 128 + (int)Signal.Kill, $"left with {code} at call {nth}");
            if (code == 0)
            {
                // No thread made so many this time.
                continue;
            }

            killed++;

            // What reads in between finds all of it, or is told what to do.
            var read = await _sandbox.RunAsync("list", "--json", "--store", copy);
            Assert.True(read.Code == 0 ? read.Output.Contains("\"id\": \"3\"", StringComparison.Ordinal)
                : read.SingleErrorLine().Contains("secant store repair", StringComparison.Ordinal), $"after call {nth}: {read}");

            Assert.Equal(0, (await _sandbox.RunAsync([.. command, "--store", copy])).Code);
            Assert.Equal(expected, await ListAsync(copy));
            Assert.Equal(0, (await _sandbox.RunAsync("store", "check", "--store", copy)).Code);
            Assert.DoesNotContain(Directory.GetDirectories(copy),
                folder => Path.GetFileName(folder).StartsWith("repair", StringComparison.Ordinal));
            Directory.Delete(copy, recursive: true);
        }

        Assert.InRange(killed, ShortPoints, int.MaxValue);
        trial.Record($"{killed} kills: the same list and a sound store after the next one, every time");
    }

    private string Copy(string name)
    {
        var copy = _sandbox[name];
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(_sandbox["store"]))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private Task<int> StartAsync(string[] command, string store, IReadOnlyList<string> through) =>
        _sandbox.Start([.. command, "--store", store], null, through).ExitAsync();

    private async Task<string> ListAsync(string store)
    {
        var listed = await _sandbox.RunAsync("list", "--json", "--store", store);
        Assert.Equal(0, listed.Code);
        return listed.Output;
    }
}
