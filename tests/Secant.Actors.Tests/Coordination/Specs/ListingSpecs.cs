using Akka.Actor;
using Secant.Actors.Checkpoints;
using Secant.Actors.Coordination;
using Secant.Actors.Tests.Journal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Coordination.Specs;

/// <summary>How often a lab has its store read.</summary>
public sealed class ListingSpecs : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lab_should_read_its_store_once_however_many_pages_a_list_has()
    {
        var library = new CountingLibrary();
        await using var session = new LabSession(_folder.Path);

        // The events of this lab are kept in memory.
        using var system = ActorSystem.Create("listing");
        var lab = system.ActorOf(LabKeeper.Props(session.Settings with { Library = library }), "lab");
        foreach (var isBrief in (bool[])[true, false])
        {
            Assert.Equal(CountingLibrary.All.Select(document => document.Id), await ListAsync(lab, isBrief));
        }

        Assert.Equal([true, false], library.Read);

        // A new list is of what the store holds by then.
        await ListAsync(lab, isBrief: true);
        Assert.Equal([true, false, true], library.Read);
    }

    [Fact]
    public async Task Lab_should_read_one_experiment_when_it_is_asked_for_one()
    {
        var library = new CountingLibrary();
        await using var session = new LabSession(_folder.Path);
        using var system = ActorSystem.Create("listing");
        var lab = system.ActorOf(LabKeeper.Props(session.Settings with { Library = library }), "lab");
        var found = await lab.Ask<LabProtocol.Document>(new LabProtocol.GetDocument("17"), LabSession.Patience,
            TestContext.Current.CancellationToken);
        Assert.Equal("17", found.Value.Id);
        Assert.Empty(library.Read);
    }

    private static async Task<List<string>> ListAsync(IActorRef lab, bool isBrief)
    {
        var ids = new List<string>();
        while (true)
        {
            var page = await lab.Ask<LabProtocol.Documents>(new LabProtocol.GetDocuments(ids.Count, isBrief), LabSession.Patience,
                TestContext.Current.CancellationToken);
            Assert.InRange(page.Values!.Length, 1, 200);
            ids.AddRange(page.Values.Select(document => document.Id));
            if (ids.Count == page.Total)
            {
                return ids;
            }
        }
    }

    private sealed class CountingLibrary : ILabLibrary
    {
        public static IReadOnlyList<ExperimentDocument> All { get; } =
            [.. Enumerable.Range(1, 450)
            .Select(id => new ExperimentDocument { Id = $"{id}", State = ExperimentStates.Completed, Spec = Samples.Spec })];

        /// <summary>Whether each reading of all was in brief.</summary>
        public List<bool> Read { get; } = [];

        public Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(bool isBrief)
        {
            Read.Add(isBrief);
            return Task.FromResult(All);
        }

        public Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(IReadOnlyCollection<string> ids) =>
            Task.FromResult<IReadOnlyList<ExperimentDocument>>([.. All.Where(document => ids.Contains(document.Id))]);

        public Task<ExperimentDocument?> DocumentAsync(string id) =>
            Task.FromResult(All.FirstOrDefault(document => document.Id == id));

        public Task<ExperimentSpec?> ResolveAsync(ExperimentSpec spec) => Task.FromResult<ExperimentSpec?>(spec);

        public Task AddAsync(string sha256, string name, IdxPayloads payloads) => Task.CompletedTask;

        public Task<CheckpointContents?> CheckpointAsync(string id) => Task.FromResult<CheckpointContents?>(null);

        public Task<LoadedData> GetAsync(string sha256) => Task.FromResult(new LoadedData(LabSession.Digits));
    }
}
