using System.Globalization;
using System.Runtime.Serialization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using static System.FormattableString;

namespace Secant.Actors.Maintenance;

/// <summary>
/// What of a store can be read and verified, and what follows from what cannot. An experiment is its submission, and the rest is
/// computed from it: only submissions are lost for good, and results whose submission is.
/// </summary>
internal sealed class Salvage
{
    private const string Gone = "are lost with its submission";
    private const string EventName = "persistence_id || ' event ' || sequence_number";

    private readonly StoreFile _journal;
    private readonly StoreFile _snapshots;
    private readonly List<Entry> _events = [];
    private readonly List<Entry> _kept = [];
    private readonly Dictionary<string, (long RowId, byte[] Sha256)> _chunks = [];
    private readonly Dictionary<string, string> _noted = [];
    private readonly HashSet<string> _named;
    private readonly HashSet<string> _keptChunks = [];
    private readonly HashSet<string> _expectedChunks = [];
    private readonly List<string> _damage = [];
    private int _wholeCheckpoints;

    public Salvage(StoreFolder folder, StoreFile journal, StoreFile snapshots)
    {
        (_journal, _snapshots) = (journal, snapshots);
        journal.Read($"SELECT experiment, reason FROM {DroppedParameters.Table}",
            row => _noted[row.GetString(0)] = row.GetString(1));
        _named = [.. _noted.Keys];
        var noted = _noted.Count;
        var (submissions, possible) = ReadEvents();
        snapshots.ReadRows("snapshot", "sqlite_autoindex_snapshot_1", "persistence_id", "persistence_id, snapshot", TakeChunk)
            .ForEach(Name);
        journal.Require(_chunks.Count > 0 || StoreDatabase.HasLog(journal.Path));
        snapshots.Require(_events.Count > 0);
        Judge(submissions, possible);
        Findings = new StoreFindings(folder.Root, !journal.IsAbsent || !snapshots.IsAbsent, StoreUpkeep.Bytes(folder),
            _events.Count, _events.Count(entry => entry.Event is ExperimentSubmitted), _wholeCheckpoints, noted,
            _chunks.Keys.Except(_expectedChunks).Count(), [.. journal.Damage, .. snapshots.Damage, .. _damage, .. Lost]);
    }

    public StoreFindings Findings { get; }

    /// <summary>What a repair drops, and what follows from it, each in one line.</summary>
    public List<string> Dropped { get; } = [];

    /// <summary>Those of them that nothing brings back.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>Writes what stands into new files; the snapshots' only where some were damaged, as it may be large.</summary>
    public void Write(string place)
    {
        StoreFile.Make(Path.Combine(place, Path.GetFileName(_journal.Path)), StoreFile.JournalTables, target =>
        {
            var numbers = new Dictionary<string, long>();
            foreach (var entry in _kept.OrderBy(entry => entry.RowId))
            {
                var number = numbers[entry.Owner] = numbers.GetValueOrDefault(entry.Owner) + 1;
                StoreDatabase.Execute(target, "INSERT INTO journal (created, deleted, persistence_id, sequence_number, "
                    + "identifier, manifest, message) VALUES (0, 0, $0, $1, $2, $3, $4)",
                    entry.Owner, number, EventSerializer.Id, entry.Manifest, entry.Bytes);
            }

            foreach (var (id, reason) in _noted)
            {
                DroppedParameters.Add(target, id, reason);
            }
        });
        if (_snapshots.Damage.Count + _damage.Count == 0)
        {
            return;
        }

        StoreFile.Make(Path.Combine(place, Path.GetFileName(_snapshots.Path)), StoreFile.SnapshotTables, target =>
        {
            foreach (var name in _keptChunks)
            {
                byte[]? bytes = null;
                _snapshots.Read("SELECT snapshot FROM snapshot WHERE rowid = $0", row => bytes = row.GetFieldValue<byte[]>(0),
                    _chunks[name].RowId);
                StoreDatabase.Execute(target, "INSERT INTO snapshot VALUES ($0, $1, 0, $2, $3, $4)", name,
                    ChunkStore.SequenceNumber, bytes ?? throw new IOException($"{name} can be read no more"),
                    ChunkSerializer.ManifestOfChunk, ChunkSerializer.Id);
            }
        });
    }

    // How many submissions cannot be read, and how many more events that may be some.
    private (int Submissions, int Possible) ReadEvents()
    {
        var submissions = 0;
        var lost = _journal.ReadRows(
            "journal", "journal_uq", EventName, $"{EventName}, identifier, manifest, message, deleted", Take);
        lost.ForEach(Name);
        return (submissions, lost.Count(name => ExperimentOf(name) is null));

        void Take(SqliteDataReader row, long rowid, string name)
        {
            Name(Equals(row[0], name) ? name : "");
            try
            {
                _events.Add(Decode(row, rowid, name));
            }
            catch (Exception e) when (e is SerializationException or InvalidOperationException or InvalidCastException)
            {
                // A flipped bit may have made a NULL or a number of what was text.
                _journal.Damage.Add($"{_journal.Path}: {name}: {e.Message}");
                submissions += row[2] is "lab.submitted.1" ? 1 : 0;
            }

            if (row[4] is not 0L)
            {
                _journal.Damage.Add($"{_journal.Path}: {name} is marked as deleted, and nothing deletes events");
            }
        }
    }

    // The checksum is of the event alone; whose it is, the index knows as well.
    private static Entry Decode(SqliteDataReader row, long rowid, string name)
    {
        var (own, manifest, bytes) = (row.GetString(0), row.GetString(2), row.GetFieldValue<byte[]>(3));
        var happened = (IEvent)JournalContracts.Decode(manifest, bytes);
        var owner = own[..own.IndexOf(" event ", StringComparison.Ordinal)];
        return own == name && row.GetInt32(1) == EventSerializer.Id
            && (happened is ILabEvent ? owner == JournalReader.LabId : ExperimentOf(name) is not null)
            ? new Entry(rowid, owner, manifest, bytes, happened)
            : throw new SerializationException(Invariant($"{own} of serializer {row[1]} is beside it: one is wrong"));
    }

    // A wrong name does no harm: what is under it has the checksum of no other chunk.
    private void TakeChunk(SqliteDataReader row, long rowid, string name)
    {
        Name(Equals(row[0], name) ? name : "");
        _chunks[name] = _chunks[$"{row[0]}"] = (rowid, SHA256.HashData(row.GetFieldValue<byte[]>(1)));
    }

    // Of an event or a chunk: both tell of an experiment.
    private void Name(string name) => _named.UnionWith(ExperimentOf(name) is { } id ? [id] : []);

    // Null where it is the lab's.
    private static string? ExperimentOf(string name) => name.StartsWith(JournalReader.ExperimentPrefix, StringComparison.Ordinal)
        ? name[JournalReader.ExperimentPrefix.Length..].Split(' ', '/')[0] : null;

    private void Judge(int submissions, int possible)
    {
        var submitted = Ids<ExperimentSubmitted>();
        var (ended, cancelled) = (Ids<ExperimentEnded>(), Ids<ExperimentCancelled>());
        var runs = _events.Where(entry => entry.Event is IExperimentEvent).ToLookup(entry => ExperimentOf(entry.Owner)!);
        _named.UnionWith(_events.Select(entry => (entry.Event as ILabEvent)?.Id).OfType<string>());
        _kept.AddRange(_events.Where(entry => entry.Event is ILabEvent lab and not IdsGiven && (lab.Id is null
            || (submitted.Contains(lab.Id) && (lab is not ExperimentEnded || Retention.IsOver(Events(runs[lab.Id])))))));

        // Ids are numbers without a gap: what is missing among them was there.
        var last = Largest(_named);
        foreach (var id in Enumerable.Range(1, last).Select(Id).Union(_named))
        {
            if (submitted.Contains(id))
            {
                Judge(id, [.. runs[id]], cancelled.Contains(id), ended.Contains(id));
            }
            else if (runs[id].Any() || !_noted.GetValueOrDefault(id, "").StartsWith(Gone, StringComparison.Ordinal))
            {
                Lose(id, Events(runs[id]));
            }
        }

        // The last submissions leave no gap when they are lost. A later experiment must not get their ids.
        for (var found = Lost.Count; found < submissions + possible; found++)
        {
            var id = Id(++last);
            if (found < submissions)
            {
                Lose(id, []);
            }

            _noted[id] = found < submissions ? Gone : $"{Gone}, if there was one";
        }

        if (last > Largest(submitted))
        {
            var given = new IdsGiven(Id(last));
            _kept.Add(new Entry(long.MaxValue, JournalReader.LabId, JournalContracts.Table.ManifestOf(typeof(IdsGiven)),
                JournalContracts.Encode(given), given));
        }

        HashSet<string> Ids<T>() where T : ILabEvent => [.. Events(_events).OfType<T>().Select(one => one.Id!)];
    }

    private void Judge(string id, List<Entry> run, bool isCancelled, bool hasEnded)
    {
        var events = run.ConvertAll(entry => entry.Event);
        var isOver = Retention.IsOver(events);
        var whole = Retention.Standing(events).Where(checkpoint => Fault(id, checkpoint) is null).ToList();
        var expected = Retention.Checkpoints(events, isCancelled);
        if (_noted.ContainsKey(id) && !Keys(id, expected).Any(_chunks.ContainsKey))
        {
            expected.Clear();
        }

        var kept = whole.TakeLast(isOver || isCancelled ? 1 : Retention.Kept).ToList();
        _wholeCheckpoints += expected.Intersect(whole).Count();
        _expectedChunks.UnionWith(Keys(id, expected));
        _keptChunks.UnionWith(Keys(id, kept));
        foreach (var damaged in expected.Except(whole))
        {
            var line = Invariant($"checkpoint of experiment {id} at iteration {damaged.Iteration}");
            _damage.Add($"{line}: {Fault(id, damaged)}");
            Dropped.Add(line);
        }

        // A run that goes on may only know of checkpoints that are there; one that ended keeps its history.
        _kept.AddRange(run.Where(entry => isOver || entry.Event is not CheckpointCommitted made || whole.Contains(made)));
        if (isOver && expected.Except(whole).Any())
        {
            _noted[id] = "were damaged, and dropped by 'secant store repair'";
            Dropped.Add($"parameters of experiment {id}; its result stands");
        }
        else if (!isOver && hasEnded)
        {
            var from = kept is [.., var last] ? Invariant($"iteration {last.Iteration}") : "its seed";
            Dropped.Add($"result of experiment {id}; 'secant resume {id}' computes the same one again from {from}");
        }
    }

    // Without its submission nobody knows what was computed; without its id a later experiment may get it.
    private void Lose(string id, IEnumerable<IEvent> run)
    {
        Lost.Add($"experiment {id}: its submission cannot be read, so that its settings are lost"
            + (run.OfType<ExperimentCompleted>().FirstOrDefault() is not { } result ? ""
            : Invariant($"; its result was test accuracy {result.TestAccuracy}, train accuracy {result.TrainAccuracy}, ")
            + $"fingerprint {result.Fingerprint}"));
        Dropped.Add(Lost[^1]);
        _noted[id] = Gone;
    }

    private string? Fault(string id, CheckpointCommitted checkpoint) => checkpoint.Chunks.Select(chunk =>
        !_chunks.TryGetValue(checkpoint.KeyOf(id, chunk).ToString(), out var stored)
            ? Invariant($"chunk {chunk.Index} is missing")
        : stored.Sha256.AsSpan().SequenceEqual(chunk.Sha256) ? null
        : Invariant($"chunk {chunk.Index} is damaged, its checksum differs")).FirstOrDefault(fault => fault is not null);

    private static IEnumerable<string> Keys(string id, IEnumerable<CheckpointCommitted> checkpoints) =>
        checkpoints.SelectMany(checkpoint => checkpoint.Keys(id)).Select(key => key.ToString());

    private static IEnumerable<IEvent> Events(IEnumerable<Entry> run) => run.Select(entry => entry.Event);

    private static string Id(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Largest(IEnumerable<string> ids) =>
        ids.Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty().Max();

    private sealed record Entry(long RowId, string Owner, string Manifest, byte[] Bytes, IEvent Event);
}
