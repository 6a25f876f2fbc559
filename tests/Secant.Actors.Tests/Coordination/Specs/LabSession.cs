using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Coordination;
using Secant.Actors.Hosting;
using Secant.Actors.Journal;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using Secant.Lab.Tests.Contracts;
using Secant.Lab.Tests.Runs;

namespace Secant.Actors.Tests.Coordination.Specs;

/// <summary>A lab with a real store and real nodes of one core each, all in this process, on made-up data.</summary>
internal sealed class LabSession : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string Probe = "one process has one kind of bits";

    private readonly Store _store;
    private readonly string _folder;

    /// <param name="folder">Of the store.</param>
    /// <param name="nodeData">Where nodes have the data from; as the lab does by default.</param>
    /// <param name="takesUpAll">True to go on with what is unfinished.</param>
    /// <param name="nodePatience">How long a node may be silent; for ever by default, as a loaded machine may be.</param>
    /// <param name="checkpoints">Time between two checkpoints; null is 50 ms.</param>
    /// <param name="payloads">How bytes travel; null is within the messages.</param>
    /// <param name="time">The lab's clock; null is the machine's.</param>
    /// <param name="adjust">Changes what else the lab is to work with.</param>
    public LabSession(
        string folder, IDataSource? nodeData = null, bool takesUpAll = false, TimeSpan? nodePatience = null,
        TimeSpan? checkpoints = null,
        IPayloads? payloads = null, TimeProvider? time = null, Func<LabSettings, LabSettings>? adjust = null)
    {
        _folder = folder;
        _store = Store.Open(new StoreOptions { Folder = folder, Command = "secant test", TakesUpAll = takesUpAll });
        System = ActorSystem.Create("lab",
            _store.Setup(ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")));
        Chunks = new ChunkStore(System) { Store = _store };
        var library = new LabLibrary(new DataCatalogue(new DataCatalogueOptions()), null, new SpecLimits(), folder);
        library.Add(Digits);
        Data = nodeData ?? library;
        Settings = new LabSettings
        {
            Name = "test",
            Address = "this process",
            TakesUpAll = takesUpAll,
            Instance = _store.Instance,
            Build = Samples.Build,
            Chunks = Chunks,
            Payloads = payloads ?? new InlinePayloads(),
            Library = library,

            // Slices move when nodes come and go only: what a loaded machine measures of its speed is left out.
            Run = new RunSettings
            {
                CheckpointInterval = checkpoints ?? TimeSpan.FromMilliseconds(50),
                CheckpointCostLimit = 1,
                StartPatience = Patience,
                SliceDeadline = Patience,
                BalanceInterval = TimeSpan.FromHours(1),
            },
            Time = time ?? TimeProvider.System,
            Probe = Probe,
            LongestStorePause = TimeSpan.FromSeconds(1),
            NodePatience = nodePatience,
        };
        Settings = adjust?.Invoke(Settings) ?? Settings;
        Lab = System.ActorOf(LabKeeper.Props(Settings), "lab");
    }

    public static DataSet Digits { get; } = MadeUpDigits.Create(seed: 5, rows: 4, columns: 5, train: 60, test: 30, classes: 3);

    public ActorSystem System { get; }

    public ChunkStore Chunks { get; }

    public IDataSource Data { get; }

    public LabSettings Settings { get; }

    public IActorRef Lab { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ExperimentSpec Spec(int iterations) => new()
    {
        Iterations = iterations,
        BatchSize = 4,
        LearningRate = 0.05,
        HiddenSize = 60,
        Data = Digits.Name,
        DataSha256 = Digits.Sha256,
    };

    /// <summary>A node joins; done once the lab knows it.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="released">Called when it holds nothing any more.</param>
    /// <param name="pulse">Time between its signs of life.</param>
    /// <param name="process">What it is in; null for a process of its own.</param>
    public async Task<IActorRef> JoinAsync(string name, Action? released = null, TimeSpan? pulse = null, string? process = null)
    {
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = System.ActorOf(Node.Props(
            new NodeSettings
            {
                Name = name,
                Instance = Guid.NewGuid().ToString(),
                Process = process,
                Cores = 1,
                Build = Samples.Build,
                Probe = Probe,
                Speed = 5e6,
                Joined = _ => joined.TrySetResult(),
                Released = released,
                PulseInterval = pulse ?? TimeSpan.FromSeconds(1),
                LabPatience = Patience,
            },
            Data,
            Settings.Payloads,
            Lab));
        await joined.Task.WaitAsync(Patience, Cancellation);
        return node;
    }

    public async Task<string> SubmitAsync(ExperimentSpec spec, int? nodes = null)
    {
        var answer = await Lab.Ask<object>(new LabProtocol.Submit(SpecRecord.From(spec), null, nodes), Patience, Cancellation);
        return Assert.IsType<LabProtocol.Submitted>(answer).Id;
    }

    public Task<object> AskAsync(object question) => Lab.Ask<object>(question, Patience, Cancellation);

    public async Task<StatusDocument> StatusAsync() =>
        Assert.IsType<LabProtocol.Status>(await AskAsync(new LabProtocol.GetStatus())).Value;

    public async Task<ExperimentDocument> DocumentAsync(string id) =>
        (await Lab.Ask<LabProtocol.Document>(new LabProtocol.GetDocument(id), Patience, Cancellation)).Value;

    /// <summary>The document as soon as it is as wished.</summary>
    public async Task<ExperimentDocument> UntilAsync(string id, Func<ExperimentDocument, bool> isThere)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var end = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var document = await DocumentAsync(id);
            if (isThere(document))
            {
                return document;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(end) < Patience, $"{document}");
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    public Task<ExperimentDocument> EndAsync(string id) => UntilAsync(id, document => ExperimentStates.IsEnd(document.State));

    /// <summary>The lab's status as soon as it is as wished.</summary>
    public async Task<StatusDocument> UntilStatusAsync(Func<StatusDocument, bool> isThere)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = await StatusAsync();
            if (isThere(status))
            {
                return status;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"{string.Join(", ", status.Nodes)}");
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    /// <summary>The first thing of a kind that the lab says has happened; an answer holds the newest few hundred only.</summary>
    public async Task<HappeningDocument> EventAsync(string kind)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = (LabProtocol.Status)await AskAsync(new LabProtocol.GetStatus());
            if (status.Value.Events.FirstOrDefault(happened => happened.Kind == kind) is { } found)
            {
                return found;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience,
                $"nothing of kind {kind} in {string.Join(", ", status.Value.Events)}");
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    /// <summary>Has the database refuse new events of a kind, as a full disk would, until it is told to take them
    /// again.</summary>
    public void RefuseEvents(string condition) => Execute(
        $"CREATE TRIGGER refuse BEFORE INSERT ON journal WHEN {condition} BEGIN SELECT RAISE(ABORT, 'database or disk is "
            + "full'); END");

    /// <summary>Has the database refuse new chunks.</summary>
    public void RefuseChunks() => Execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON snapshot BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
            "snapshots.db");

    /// <summary>How many checkpoints the store holds chunks of; nets here are of one chunk.</summary>
    public int CheckpointsKept()
    {
        using var connection =
            new SqliteConnection($"Data Source={Path.Combine(_folder, "snapshots.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(DISTINCT persistence_id) FROM snapshot WHERE persistence_id LIKE '%/checkpoint-%'";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public void TakeEvents() => Execute("DROP TRIGGER refuse");

    public async ValueTask DisposeAsync()
    {
        Chunks.Dispose();
        await System.Terminate();
        _store.Dispose();
    }

    private void Execute(string sql, string file = "journal.db")
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
