using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Hosting;
using Secant.Actors.Journal;
using Secant.Actors.Maintenance;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Benchmarks;

/// <summary>A store of many finished experiments, and what it costs to list them and to show one.</summary>
internal static class StoreOfMany
{
    private const int Points = 51;

    private static readonly ExperimentSpec Spec = new()
    {
        Iterations = 100,
        BatchSize = 32,
        LearningRate = 0.05,
        HiddenSize = 50,
        Data = "mnist-10k",
        DataSha256 = new string('a', 64),
    };

    /// <summary>Makes the store in a folder that is left there, or in one that is deleted again.</summary>
    public static async Task MeasureAsync(int count, string? place, TextWriter output)
    {
        var folder = place is null ? Directory.CreateTempSubdirectory("secant-benchmark-") : Directory.CreateDirectory(place);
        try
        {
            Make(folder.FullName, count);
            output.WriteLine($"a store of {count} finished experiments, "
                + $"{new FileInfo(Path.Combine(folder.FullName, "journal.db")).Length / 1e6:F1} MB of events; processor time");
            for (var round = 1; round <= 2; round++)
            {
                var reader = new StoreReader(folder.FullName);
                Write(output, $"list, round {round}", Cost(() => reader.ListBriefly()), reader);
                reader = new StoreReader(folder.FullName);
                Write(output, $"list --json, round {round}", Cost(() => reader.List()), reader);
                reader = new StoreReader(folder.FullName);
                Write(output, $"show one, round {round}", Cost(() => reader.Find($"{count / 2}")), reader);
                reader = new StoreReader(folder.FullName);
                Write(output, $"runs that were forecast, round {round}",
                    Cost(() => reader.List(
                        all => all.Where(one => one.Forecast is not null).TakeLast(100).Select(one => one.Id))), reader);
                var opening = Cost(() => Store.Open(Options(folder.FullName)).Dispose());
                output.WriteLine($"  {$"open, round {round}",-34}{opening,8:F0} ms");
            }

            await ServeAsync(folder.FullName, output);
        }
        finally
        {
            if (place is null)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    // The lab and its client are in this process: what both of them take is counted.
    private static async Task ServeAsync(string folder, TextWriter output)
    {
        var lab = await LabHost.StartAsync(
            new LabHostOptions
            {
                Bind = new HostAddress("localhost", 0),
                IsInsecure = false,
                Name = "benchmark",
                StoreFolder = folder,
                Cores = 0,
                Command = "benchmark",
                Run = new RunSettings(),
                Data = new DataCatalogue(),
                Cache = new DataCache(Path.Combine(folder, "cache")),
                Limits = new SpecLimits(),
                LogLevel = "OFF",
                Akka = Akka.Configuration.Config.Empty,
            },
            CancellationToken.None);
        await using var client = LabClient.Connect(lab.Address, "OFF", Akka.Configuration.Config.Empty);
        await client.StatusAsync(CancellationToken.None);
        for (var round = 1; round <= 2; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var listed = await client.DocumentsAsync(CancellationToken.None, isBrief: true);
            var between = Process.GetCurrentProcess().TotalProcessorTime;
            await client.DocumentAsync("1", CancellationToken.None);
            var after = Process.GetCurrentProcess().TotalProcessorTime;
            output.WriteLine($"  {$"list --join, round {round}",-34}{(between - before).TotalMilliseconds,8:F0} ms, lab and "
                + $"client together, {listed.Count} experiments page by page");
            output.WriteLine($"  {$"show --join, round {round}",-34}{(after - between).TotalMilliseconds,8:F0} ms, lab and "
                + "client together");
        }

        await lab.DisposeAsync();
    }

    private static void Write(TextWriter output, string what, double milliseconds, StoreReader reader) =>
        output.WriteLine($"  {what,-34}{milliseconds,8:F0} ms, {reader.RowsRead} rows decoded");

    private static double Cost(Action action)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        action();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
    }

    private static StoreOptions Options(string folder) => new() { Folder = folder, Command = "benchmark" };

    private static void Make(string folder, int count)
    {
        Store.Open(Options(folder)).Dispose();
        using var journal = Begin(Path.Combine(folder, "journal.db"), StoreFile.JournalTables);
        using var snapshots = Begin(Path.Combine(folder, "snapshots.db"), StoreFile.SnapshotTables);
        var (lab, chunk) = (0, new byte[64]);
        for (var number = 1; number <= count; number++)
        {
            var id = $"{number}";
            var key = new ChunkKey(id, 1, Spec.Iterations, 0);
            var chunks = new[] { new ChunkRecord(0, 0, 8, chunk.Length, SHA256.HashData(chunk)) };
            var progress = new ProgressRecord(0.4, [.. Enumerable.Range(0, Points)
                .Select(point => new CurvePoint(2 * point, 1.0 / (1 + point), 0.8))], 0.5, null, 0, 1);
            Add(journal, "lab", ++lab, new ExperimentSubmitted(id, SpecRecord.From(Spec with { Seed = (ulong)number }), number,
                "", number % 2 == 0 ? new ForecastRecord(0.5, 0.4, 0.6, 5, 1) : null));
            Add(journal, $"experiment-{id}", 1, new LifeStarted(1, "gone", number, BuildInformation.Current));
            Add(journal, $"experiment-{id}", 2,
                new CheckpointCommitted(Spec.Iterations, chunks, new string('f', 64), progress, Life: 1));
            Add(journal, $"experiment-{id}", 3,
                new ExperimentCompleted(Spec.Iterations, new string('f', 64), 0.8, 0.8, progress with { Curve = [] }));
            Add(journal, "lab", ++lab, new ExperimentEnded(id, Failed: false));
            Execute(
                snapshots,
                "INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot) VALUES ($id, $number, 0, $bytes)",
                ("$id", key.ToString()), ("$number", ChunkStore.SequenceNumber), ("$bytes", chunk));
        }

        Execute(journal, "COMMIT");
        Execute(snapshots, "COMMIT");
    }

    private static SqliteConnection Begin(string path, string tables)
    {
        var connection = StoreDatabase.OpenForWriting(path);
        Execute(connection, "BEGIN");
        Execute(connection, tables);

        return connection;
    }

    private static void Add(SqliteConnection journal, string id, int number, IEvent happened) => Execute(
        journal,
        "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier) VALUES (0, 0, "
            + "$id, $number, $message, $manifest, $identifier)",
        ("$id", id),
        ("$number", number),
        ("$message", JournalContracts.Encode(happened)),
        ("$manifest", JournalContracts.Table.ManifestOf(happened.GetType())),
        ("$identifier", EventSerializer.Id));

    private static void Execute(SqliteConnection connection, string sql,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
