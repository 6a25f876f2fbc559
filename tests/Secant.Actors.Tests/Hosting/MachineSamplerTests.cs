using Microsoft.Data.Sqlite;
using Secant.Actors.Hosting;
using Secant.Actors.Journal;
using Secant.Actors.Tests.Journal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Runs;
using Secant.Lab.Tests.Runs;

namespace Secant.Actors.Tests.Hosting;

public sealed class MachineSamplerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Sample_should_time_every_part_and_leave_nothing_in_the_store()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var data = MadeUpDigits.Create(1, 28, 28, train: 400, test: 100, classes: 10);
        var spec = new ExperimentSpec
        {
            Iterations = 100,
            BatchSize = 8,
            LearningRate = 0.01,
            HiddenSize = 20,
            Data = data.Name,
            DataSha256 = data.Sha256
        };
        await using (var lab = await LocalLab.StartAsync(Options(), cancellation))
        {
            var sample = await lab.SampleAsync(spec, data, isSideBySide: false, TimeSpan.FromMilliseconds(50));
            Assert.All([sample.Overhead, sample.Compute, sample.Forward, sample.FirstUse, sample.Opening, sample.Saving,
                sample.Starting], part => Assert.InRange(part, 1e-9, 10));
        }

        Assert.Empty(new StoreReader(_folder.Path).List());
        Assert.Equal(0, Rows("journal.db", "journal"));
        Assert.Equal(0, Rows("snapshots.db", "snapshot"));
    }

    private LocalLabOptions Options() => new()
    {
        StoreFolder = _folder.Path,
        Cores = 1,
        Command = "test",
        TakesUpAll = false,
        Run = new RunSettings(),
        Data = new DataCatalogue(),
        Limits = new SpecLimits(),
    };

    private long Rows(string file, string table)
    {
        using var connection = new SqliteConnection($"Data Source={_folder[file]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
}
