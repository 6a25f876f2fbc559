using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Secant.Core.Experiments;
using Mount = Secant.Actors.Tests.Journal.Mount;

namespace Secant.Trials;

/// <summary>What goes wrong on one machine: one line, the right exit code, nothing lost.</summary>
[Collection(RealProcesses.Name)]
public sealed class LocalTroubleTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new("secant.checkpoint.interval = 100ms");

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact(Timeout = 120_000)]
    public async Task Second_writer_should_be_refused_with_the_process_named_while_readers_work()
    {
        var writer = _sandbox.Start("run", "1000000", "16", "0.05", "24", "--eval-every", "50");
        await writer.MilestoneAsync(100);
        var second = await _sandbox.RunAsync("run", "1", "1", "0.05", "8");
        Assert.Equal(4, second.Code);
        Assert.Contains($"{writer.Id}", second.SingleErrorLine(), StringComparison.Ordinal);

        Assert.Equal("running", Sandbox.Document((await _sandbox.RunAsync("list", "--json")).Output).State);
        Assert.Equal("running", Sandbox.Document((await _sandbox.RunAsync("show", "1", "--json")).Output).State);
        Assert.Equal(0, (await _sandbox.RunAsync("export", "1", "--out", _sandbox["net.npz"])).Code);
        Assert.True(new FileInfo(_sandbox["net.npz"]).Length > 784 * 24 * sizeof(double));

        await writer.KillAsync();
        Assert.Equal("interrupted", Sandbox.Document((await _sandbox.RunAsync("show", "1", "--json")).Output).State);
    }

    [Fact(Timeout = 120_000)]
    public async Task Garbage_should_get_one_line_and_its_exit_code()
    {
        File.WriteAllText(_sandbox["file"], "no folder");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        foreach (var (code, line) in ((int, string)[])
        [
            (2, "run -5 32 0.05 50"),
            (2, "run 10 0 0.05 50"),
            (2, "run 10 32 NaN 50"),
            (2, "run 10 32 0.05 1000000000"),
            (2, "run 10 32 0.05"),
            (3, "run 10 32 0.05 50 --data nonsense"),
            (4, $"run 10 32 0.05 50 --store {_sandbox["file"]}"),
            (1, "show 99"),
            (5, $"coordinator --bind {taken.LocalEndpoint}"),
            (5, "status --join no-such-host.invalid:4053"),
        ])
        {
            var result = await _sandbox.RunAsync(line.Split(' '));
            Assert.True(result.Code == code, $"'{line}' left with {result.Code}, expected {code}: {result.Output}{result.Error}");
            Assert.DoesNotContain("   at ", result.SingleErrorLine(), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Net_should_be_refused_where_this_machine_has_no_memory_for_it()
    {
        var process = _sandbox.Start(["run", "1", "8", "0.05", "20000"],
            new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x8000000" });
        Assert.Equal(2, await process.ExitAsync());
        Assert.Matches("^secant: hidden size 20000 with 784 inputs and batch size 8 needs about [0-9]+ MB of memory: this "
            + "machine has 128 MB for it; [^\n]+\n$", process.Error);
    }

    [Fact(Timeout = 120_000)]
    public async Task Run_should_leave_with_4_when_the_disk_is_full_and_resume_in_the_same_bits_once_there_is_room()
    {
        using var disk = Mount.OfSize("24m");
        var spec = new ExperimentSpec
        {
            Iterations = 4_000,
            BatchSize = 16,
            LearningRate = 0.05,
            HiddenSize = 24,
            EvaluateEvery = 50
        };
        var process = _sandbox.Start(["run", .. Expected.Words(spec), "--store", disk["store"]]);
        await process.MilestoneAsync(100);
        disk.Fill();
        Assert.Equal(4, await process.ExitAsync());
        Assert.Matches(@"^secant: [^\n]*resume[^\n]*\n$", process.Error);

        disk.Relieve();
        var resumed = await _sandbox.RunAsync("resume", "--store", disk["store"], "--json", "--quiet");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        (await Expected.Of(spec)).AssertReached(Sandbox.Document(resumed.Output));
    }

    [Fact(Timeout = 120_000)]
    public async Task Read_only_store_should_get_one_line_from_what_writes_and_be_read()
    {
        using var disk = Mount.OfSize("8m");
        string[] store = ["--store", disk["store"]];
        Assert.Equal(0, (await _sandbox.RunAsync(["run", "0", "8", "0.05", "8", "--quiet", .. store])).Code);
        disk.MakeReadOnly();

        foreach (var command in (string[][])[["run", "0", "8", "0.05", "8"], ["store", "repair"], ["store", "compact"],
            ["coordinator", "--bind", "127.0.0.1:0"]])
        {
            var refused = await _sandbox.RunAsync([.. command, .. store]);
            Assert.Equal(4, refused.Code);
            Assert.Contains("cannot be written, it is read-only", refused.SingleErrorLine(), StringComparison.Ordinal);
        }

        Assert.Equal("completed", Sandbox.Document((await _sandbox.RunAsync(["list", "--json", .. store])).Output).State);
        Assert.Equal((0, ""), await ErrorAsync(["store", "check", .. store]));
    }

    [Fact(Timeout = 120_000)]
    public async Task Damaged_event_of_one_experiment_should_be_named_in_a_line_and_stop_no_other()
    {
        Assert.Equal(0, (await _sandbox.RunAsync("run", "10", "8", "0.05", "8", "--quiet")).Code);
        Assert.Equal(0, (await _sandbox.RunAsync("run", "0", "8", "0.05", "8", "--quiet")).Code);
        using (var connection =
            new SqliteConnection($"Data Source={Path.Combine(_sandbox["store"], "journal.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "UPDATE journal SET message = zeroblob(length(message)) WHERE persistence_id = 'experiment-1' AND "
                + "sequence_number = 2";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        foreach (var command in (string[][])[["list"], ["show", "1"], ["resume"]])
        {
            var result = await _sandbox.RunAsync(command);
            Assert.Equal(0, result.Code);
            Assert.Matches(@"^secant: event 2 of experiment-1 in the store's [^\n]+ cannot be read: [^\n]+\n$", result.Error);
        }

        // It reads nothing of other experiments but their forecasts.
        var run = await _sandbox.RunAsync("run", "0", "8", "0.05", "8");
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Fact(Timeout = 120_000)]
    public async Task Full_disk_should_be_told_of_at_once_by_what_writes_and_not_stop_what_reads()
    {
        using var disk = Mount.OfSize("2m");
        string[] store = ["--store", disk["store"]];
        Assert.Equal(0, (await _sandbox.RunAsync(["run", "0", "8", "0.05", "8", "--quiet", .. store])).Code);
        disk.FillUpTo(100 << 10);

        var started = Stopwatch.GetTimestamp();
        var refused = await _sandbox.RunAsync(["run", "0", "8", "0.05", "8", .. store]);
        Assert.Equal(4, refused.Code);
        Assert.Matches(@"no space is left: expected 512 KB, found \d\d KB; make room", refused.SingleErrorLine());
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 15);

        disk.FillUpTo(0);
        Assert.Equal("completed", Sandbox.Document((await _sandbox.RunAsync(["list", "--json", .. store])).Output).State);
        Assert.Equal((0, ""), await ErrorAsync(["show", "1", .. store]));
        Assert.Equal((0, ""), await ErrorAsync(["store", "check", .. store]));
        Assert.Equal((0, ""), await ErrorAsync(["resume", .. store]));
        Assert.Equal((0, ""), await ErrorAsync(["export", "1", "--out", _sandbox["net.npz"], .. store]));
    }

    [Fact(Timeout = 120_000)]
    public async Task Locked_store_should_be_told_of_and_the_run_go_on_in_the_same_bits_once_it_is_let_go()
    {
        var spec = new ExperimentSpec
        {
            Iterations = 6_000,
            BatchSize = 16,
            LearningRate = 0.05,
            HiddenSize = 24,
            EvaluateEvery = 50
        };
        var process = _sandbox.Start(["run", .. Expected.Words(spec)]);
        await process.MilestoneAsync(50);
        using (var other = new SqliteConnection($"Data Source={_sandbox["store/journal.db"]};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            using var held = other.BeginTransaction();
            Assert.Equal(4, await process.ExitAsync());
            Assert.Matches(@"^secant: [^\n]*another program has locked it[^\n]*'secant resume 1' goes on[^\n]*\n$",
                process.Error);

            Assert.Equal("interrupted", Sandbox.Document((await _sandbox.RunAsync("list", "--json")).Output).State);
            var refused = await _sandbox.RunAsync("resume");
            Assert.Equal(4, refused.Code);
            Assert.Contains("journal.db is locked by another program", refused.SingleErrorLine(), StringComparison.Ordinal);
        }

        var resumed = await _sandbox.RunAsync("resume", "--json", "--quiet");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        (await Expected.Of(spec)).AssertReached(Sandbox.Document(resumed.Output));
    }

    private async Task<(int Code, string Error)> ErrorAsync(string[] arguments)
    {
        var result = await _sandbox.RunAsync(arguments);
        return (result.Code, result.Error);
    }
}
