using Secant.Actors.Wire;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.History;

namespace Secant.Actors.Journal;

/// <summary>
/// Reads a store with no actor system and no lock, while a writer writes, after it was killed, or from a folder that may not be
/// written. What is not there reads as an empty store.
/// </summary>
public sealed class StoreReader
{
    /// <summary>How often a store is read again because its writer changed meanwhile.</summary>
    private const int Attempts = 3;

    private readonly StoreFolder _folder;

    /// <param name="folder">The folder; null means the environment's SECANT_STORE, else the user's data folder.</param>
    public StoreReader(string? folder = null) => _folder = StoreFolder.Resolve(folder);

    /// <summary>Absolute.</summary>
    public string Folder => _folder.Root;

    /// <summary>Who writes to the store at this moment; null when nobody does.</summary>
    public StoreOwner? Writer() => StoreLock.Holder(_folder);

    /// <summary>Every experiment, in the order of submission. One whose events are damaged has
    /// <see cref="ExperimentDocument.Damage"/> and no more.</summary>
    /// <exception cref="SecantException">The lab's own events are damaged, or the store is not readable or of a newer
    /// version.</exception>
    public IReadOnlyList<ExperimentDocument> List() => Project(() => JournalReader.All(_folder.Journal, ContractModel.Instance));

    /// <summary>The same for a table: those that completed are without their curves and their nodes' names, which are most of a
    /// store.</summary>
    /// <exception cref="SecantException">As <see cref="List()"/>.</exception>
    public IReadOnlyList<ExperimentDocument> ListBriefly()
    {
        var brief = Project(() => JournalReader.All(_folder.Journal, ContractModel.Brief));
        var unfinished = brief.Where(document => document.State != ExperimentStates.Completed).Select(document => document.Id)
            .ToList();
        var whole = unfinished.Count == 0 ? [] : List(_ => unfinished).ToDictionary(document => document.Id);
        return whole.Count == 0 ? brief : [.. brief.Select(document => whole.GetValueOrDefault(document.Id, document))];
    }

    /// <summary>Some experiments, in the order of submission; of the others no event of their own is read.</summary>
    /// <param name="choose">Picks ids among all that was submitted, oldest first.</param>
    /// <exception cref="SecantException">The lab's own events are damaged, or the store is not readable or of a newer
    /// version.</exception>
    public IReadOnlyList<ExperimentDocument> List(Func<IEnumerable<ExperimentSubmitted>, IEnumerable<string>> choose)
    {
        HashSet<string> chosen = [];
        var documents = Project(() =>
        {
            var lab = JournalReader.Of(_folder.Journal, JournalReader.LabId);
            chosen = [.. choose(lab.Select(row => row.Event).OfType<ExperimentSubmitted>())];
            return [.. lab, .. chosen.Count == 0 ? []
                : JournalReader.Of(_folder.Journal, [.. chosen.Select(id => JournalReader.ExperimentPrefix + id)])];
        });
        return [.. documents.Where(document => chosen.Contains(document.Id))];
    }

    /// <summary>One experiment; nothing of the others is read.</summary>
    /// <returns>Null when there is no such experiment.</returns>
    /// <exception cref="SecantException">The store is damaged, not readable, or of a newer version.</exception>
    public ExperimentDocument? Find(string id)
    {
        if (Project(() => JournalReader.OfExperiment(_folder.Journal, id)) is [var found, ..])
        {
            return found;
        }

        // Its submission may be there and damaged: then this throws.
        List(_ => []);
        return null;
    }

    /// <summary>What a data set is called by the experiment that was submitted with it first; null where none was.</summary>
    /// <exception cref="SecantException">The store is not readable or of a newer version.</exception>
    public string? DataName(string sha256)
    {
        var found = JournalReader.Submission(_folder.Journal, sha256);

        // A note may hold the checksum, too.
        return found is null || found.Spec.DataSha256 == sha256
            ? found?.Spec.Data
            : JournalReader.Of(_folder.Journal, JournalReader.LabId).Select(row => row.Event).OfType<ExperimentSubmitted>()
                .FirstOrDefault(submitted => submitted.Spec.DataSha256 == sha256)?.Spec.Data;
    }

    /// <summary>Rows of the journal that were decoded so far.</summary>
    internal long RowsRead { get; private set; }

    /// <summary>How an experiment went.</summary>
    /// <returns>Null when there is no such experiment.</returns>
    /// <exception cref="SecantException">The store is damaged, not readable, or of a newer version.</exception>
    public TimelineDocument? Timeline(string id)
    {
        if (Find(id) is not { } document)
        {
            return null;
        }

        var events = JournalReader.OfExperiment(_folder.Journal, id).ConvertAll(row => row.Event);
        return TimelineDocument.Of(document, events.OfType<ILabEvent>(), events.OfType<IExperimentEvent>());
    }

    private static string ExperimentOf(JournalRow row) => row.PersistenceId[JournalReader.ExperimentPrefix.Length..];

    private IReadOnlyList<ExperimentDocument> Project(Func<List<JournalRow>> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            RepairSwap.RequireEnded(_folder);
            StoreDatabase.RequireJournal(_folder);
            var before = Writer();
            var rows = read();
            RowsRead += rows.Count;
            var after = Writer();
            if (before?.Instance != after?.Instance && attempt < Attempts)
            {
                continue;
            }

            // What is damaged costs the experiment that it is of, and no other.
            var (lab, own) = (rows.Where(row => row.PersistenceId == JournalReader.LabId),
                rows.Where(row => row.PersistenceId != JournalReader.LabId).ToList());
            var experiments = own.Where(row => row.Readable is IExperimentEvent)
                .ToLookup(ExperimentOf, row => (IExperimentEvent)row.Event);
            var damage = own.Where(row => row.Damage is not null).DistinctBy(row => row.PersistenceId)
                .ToDictionary(ExperimentOf, row => row.Damage!.Message);
            return DocumentProjection.Project(lab.Select(row => row.Event).OfType<ILabEvent>(), experiments, after, damage);
        }
    }
}
