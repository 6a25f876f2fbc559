using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Secant.Actors.Hosting;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Drills;

/// <summary>
/// The store's files come to their limit, which is to the lab what a full disk is. Another program's data, a table of its own,
/// takes what room there is, and goes away again.
/// </summary>
internal sealed class FillDisk : Drill
{
    private const int Limit = 6_000_000;

    private static readonly string[] Files = ["journal.db", "snapshots.db"];

    public override string Name => "fill-disk";

    public override string Summary => "the store's disk is full, and room is made again";

    public override Task<DrillLab> StartAsync(string folder, Action<HappeningDocument> saw, CancellationToken cancellation) =>
        DrillLab.StartAsync(
        new DrillSetup(folder) { LabSettings = string.Create(CultureInfo.InvariantCulture, $"secant.store-limit = {Limit}\n") },
            saw, null, cancellation);

    public override async Task<TimeSpan> BreakAsync(DrillLab lab, Action<string> say, CancellationToken cancellation)
    {
        var pass = await lab.PassAsync(cancellation).ConfigureAwait(false);
        foreach (var file in Files)
        {
            Fill(Path.Combine(lab.Folder, "store", file));
        }

        say($"pass {pass}: filled the store's disk");
        var paused = await lab.UntilAsync(document => document.State == ExperimentStates.Paused, cancellation)
            .ConfigureAwait(false);
        say($"the experiment is paused: {paused.Reason}");
        await RequireRefusalAsync(lab, cancellation).ConfigureAwait(false);
        say("a second experiment was refused, as nothing could be written about it");
        var since = Stopwatch.GetTimestamp();
        foreach (var file in Files)
        {
            Relieve(Path.Combine(lab.Folder, "store", file));
        }

        say("made room");
        var resumed = await lab.UntilAsync(document => document.State == ExperimentStates.Running, cancellation)
            .ConfigureAwait(false);
        var took = await lab.GoesOnAsync(resumed.Iteration, since, cancellation).ConfigureAwait(false);
        if ((await lab.Client.DocumentsAsync(cancellation).ConfigureAwait(false)).Count != 1)
        {
            throw new SecantException(Failure.Work, "the experiment that was refused is in the store all the same");
        }

        return took;
    }

    private static async Task RequireRefusalAsync(DrillLab lab, CancellationToken cancellation)
    {
        // Rows that are shorter than a page may still find a place, so that it is tried some times.
        for (var tries = 0; tries < 3; tries++)
        {
            try
            {
                await lab.Client.SubmitAsync(new Submission(
                    new ExperimentSpec { Iterations = 1, BatchSize = 1, LearningRate = 0.1, HiddenSize = 1 }, null,
                        new string('n', 20_000)), cancellation)
                    .ConfigureAwait(false);
            }
            catch (SecantException e) when (e.Failure == Failure.Store)
            {
                return;
            }
        }

        throw new SecantException(Failure.Work, "experiments were accepted though nothing could be written");
    }

    private static void Fill(string path)
    {
        using var connection = Open(path);
        Execute(connection, string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA max_page_count = {Limit / 4096}; CREATE TABLE ballast (bytes BLOB)"));
        foreach (var size in (int[])[100_000, 4_000, 100, 1])
        {
            try
            {
                while (true)
                {
                    Execute(connection, string.Create(CultureInfo.InvariantCulture,
                        $"INSERT INTO ballast VALUES (zeroblob({size}))"));
                }
            }
            catch (SqliteException e) when (e.SqliteErrorCode == 13)
            {
                // SQLITE_FULL: no more of this size.
            }
        }
    }

    private static void Relieve(string path)
    {
        using var connection = Open(path);
        Execute(connection, "DROP TABLE ballast");
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
