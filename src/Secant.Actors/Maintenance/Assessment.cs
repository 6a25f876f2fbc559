using System.Globalization;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using static System.FormattableString;

namespace Secant.Actors.Maintenance;

/// <summary>
/// What of a store can stand and what follows from what cannot. Pure: made of what was read. An experiment can be computed again
/// as long as its submission is there; so nothing is lost for good but submissions, and results whose submission is.
/// </summary>
internal sealed class Assessment
{
    private readonly StoreImage _image;
    private readonly List<StoredEvent> _kept = [];
    private readonly HashSet<string> _keptChunks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _expectedChunks = new(StringComparer.Ordinal);
    private readonly List<string> _damage = [];
    private readonly List<string> _dropped = [];
    private readonly List<string> _lost = [];
    private readonly List<(string Id, string Reason)> _gone = [];

    private Assessment(StoreImage image) => _image = image;

    /// <summary>Events that stand, in order.</summary>
    public IReadOnlyList<StoredEvent> Kept => _kept;

    /// <summary>Persistence ids of the chunks that stand.</summary>
    public IReadOnlySet<string> KeptChunks => _keptChunks;

    /// <summary>Persistence ids of the chunks that should be there.</summary>
    public IReadOnlySet<string> ExpectedChunks => _expectedChunks;

    /// <summary>Checkpoints that should be whole and are not, each in one line.</summary>
    public IReadOnlyList<string> Damage => _damage;

    /// <summary>What a repair drops, and what follows from it, each in one line.</summary>
    public IReadOnlyList<string> Dropped => _dropped;

    /// <summary>Those of them that nothing brings back.</summary>
    public IReadOnlyList<string> Lost => _lost;

    /// <summary>Experiments whose parameters, or all of which, need not be looked for any more, and why.</summary>
    public IReadOnlyList<(string Id, string Reason)> Gone => _gone;

    /// <summary>The largest id that was ever given, as far as can be told; 0 where nothing kept would not tell it
    /// itself.</summary>
    public int LastId { get; private set; }

    /// <summary>Checkpoints that are whole.</summary>
    public int Checkpoints { get; private set; }

    /// <summary>Experiments that were submitted.</summary>
    public int Experiments { get; private set; }

    public static Assessment Of(StoreImage image)
    {
        var assessment = new Assessment(image);
        assessment.Assess();
        return assessment;
    }

    private void Assess()
    {
        var readable = _image.Events.Where(entry => entry.Event is not null).ToList();
        var lab = readable.Where(entry => entry.Event is ILabEvent and not IdsGiven).ToList();
        var submitted = lab.Select(entry => entry.Event).OfType<ExperimentSubmitted>().Select(entry => entry.Id).ToHashSet();
        var runs = readable.Where(entry => entry.Event is IExperimentEvent).ToLookup(entry => entry.Experiment!);
        Experiments = submitted.Count;
        foreach (var entry in lab)
        {
            var id = ((ILabEvent)entry.Event!).Id;
            if (id is null || (submitted.Contains(id)
                && !(entry.Event is ExperimentEnded && !Retention.IsOver(runs[id].Select(run => run.Event)))))
            {
                _kept.Add(entry);
            }
        }

        string[] given = [.. submitted, .. readable.Select(entry => entry.Event).OfType<IdsGiven>().Select(entry => entry.Id),
            .. _image.Dropped.Keys];
        var ended = lab.Select(entry => entry.Event).OfType<ExperimentEnded>().Select(entry => entry.Id).ToHashSet();
        var cancelled = lab.Select(entry => entry.Event).OfType<ExperimentCancelled>().Select(entry => entry.Id).ToHashSet();
        foreach (var id in Known(lab, given))
        {
            if (submitted.Contains(id))
            {
                Assess(id, [.. runs[id]], ended.Contains(id), cancelled.Contains(id));
            }
            else if (runs[id].Any() || !_image.Dropped.ContainsKey(id))
            {
                Lose(id, [.. runs[id]]);
            }
        }

        KeepIds(given, Largest(submitted));
        _kept.Sort((a, b) => a.RowId.CompareTo(b.RowId));
    }

    // Ids are numbers without a gap: what is missing among them was there. Where the journal is gone chunks still tell of some.
    private List<string> Known(List<StoredEvent> lab, string[] given)
    {
        var named = lab.Select(entry => ((ILabEvent)entry.Event!).Id)
            .Concat(_image.Events.Select(entry => entry.Experiment))
            .Concat(_image.Chunks.Keys.Select(key => ChunkKey.Parse(key)?.Experiment))
            .OfType<string>().Distinct().ToList();
        return [.. Enumerable.Range(1, Largest([.. named, .. given])).Select(Id).Union(named)];
    }

    // The last submissions leave no gap when they are lost. A later experiment must not get their ids.
    private void KeepIds(string[] given, int kept)
    {
        var gaps = _lost.Count;
        var known = Largest(given.Concat(_gone.Select(entry => entry.Id)));
        LastId = known + Math.Max(0, _image.UnreadableSubmissions + _image.LostLabEvents - gaps);
        foreach (var number in Enumerable.Range(known + 1, LastId - known))
        {
            if (number <= known + _image.UnreadableSubmissions - gaps)
            {
                Lose(Id(number), []);
            }
            else
            {
                _gone.Add((Id(number), "are lost with its submission, if there was one"));
            }
        }

        if (LastId == kept)
        {
            LastId = 0;
        }
    }

    private static string Id(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Largest(IEnumerable<string> ids) =>
        ids.Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty().Max();

    private void Assess(string id, List<StoredEvent> run, bool hasEnded, bool isCancelled)
    {
        var events = run.ConvertAll(entry => entry.Event);
        var isOver = Retention.IsOver(events);
        var checkpoints = Retention.Standing(events);
        var whole = checkpoints.Where(checkpoint => IsWhole(id, checkpoint)).ToHashSet();
        var expected = Retention.Checkpoints(events, isCancelled);
        if (_image.Dropped.ContainsKey(id)
            && !expected.SelectMany(checkpoint => Keys(id, checkpoint)).Any(_image.Chunks.ContainsKey))
        {
            expected.Clear();
        }

        _expectedChunks.UnionWith(expected.SelectMany(checkpoint => Keys(id, checkpoint)));
        Checkpoints += expected.Count(whole.Contains);
        foreach (var checkpoint in expected.Where(checkpoint => !whole.Contains(checkpoint)))
        {
            _damage.Add(Invariant($"checkpoint of experiment {id} at iteration {checkpoint.Iteration}: {Fault(id, checkpoint)}"));
            _dropped.Add(Invariant($"checkpoint of experiment {id} at iteration {checkpoint.Iteration}"));
        }

        var standing = isOver ? expected.Where(whole.Contains).ToList()
            : checkpoints.Where(whole.Contains).TakeLast(isCancelled ? 1 : Retention.Kept).ToList();
        _keptChunks.UnionWith(standing.SelectMany(checkpoint => Keys(id, checkpoint)));

        // A run that goes on may only know of checkpoints that are there; one that ended keeps its history.
        _kept.AddRange(run.Where(
            entry => isOver || entry.Event is not CheckpointCommitted checkpoint || whole.Contains(checkpoint)));
        if (isOver && expected.Count > standing.Count)
        {
            _gone.Add((id, "were damaged, and dropped by 'secant store repair'"));
            _dropped.Add($"parameters of experiment {id}; its result stands");
        }

        if (!isOver && hasEnded)
        {
            var from = standing is [.., var last] ? Invariant($"iteration {last.Iteration}") : "its seed";
            _dropped.Add($"result of experiment {id}; 'secant resume {id}' computes the same one again from {from}");
        }
    }

    // Without its submission nobody knows what was computed; without its id a later experiment may get it.
    private void Lose(string id, List<StoredEvent> run)
    {
        var result = run.Select(entry => entry.Event).OfType<ExperimentCompleted>().FirstOrDefault();
        var line = $"experiment {id}: its submission cannot be read, so that its settings are lost"
            + (result is null ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; its result was test accuracy {result.TestAccuracy}, train accuracy "
            + $"{result.TrainAccuracy}, fingerprint {result.Fingerprint}"));
        _dropped.Add(line);
        _lost.Add(line);
        _gone.Add((id, "are lost with its submission"));
    }

    private bool IsWhole(string id, CheckpointCommitted checkpoint) =>
        checkpoint.Chunks.All(chunk => Fault(id, checkpoint, chunk) is null);

    private string Fault(string id, CheckpointCommitted checkpoint) =>
        checkpoint.Chunks.Select(chunk => Fault(id, checkpoint, chunk)).OfType<string>().First();

    private string? Fault(string id, CheckpointCommitted checkpoint, ChunkRecord chunk) =>
        !_image.Chunks.TryGetValue(checkpoint.KeyOf(id, chunk).ToString(), out var stored)
            ? Invariant($"chunk {chunk.Index} is missing")
            : stored.Sha256.AsSpan().SequenceEqual(chunk.Sha256) ? null
            : Invariant($"chunk {chunk.Index} is damaged, its checksum differs");

    private static IEnumerable<string> Keys(string id, CheckpointCommitted checkpoint) =>
        checkpoint.Keys(id).Select(key => key.ToString());
}
