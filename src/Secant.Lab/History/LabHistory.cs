using System.Collections.Immutable;
using System.Globalization;
using Secant.Lab.Contracts;

namespace Secant.Lab.History;

/// <summary>What a lab's events add up to: what it has promised, the same after every start. Immutable.</summary>
public sealed record LabHistory
{
    private ImmutableList<LabEntry> _entries = [];
    private ImmutableDictionary<string, int> _places = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);
    private ImmutableSortedSet<int> _due = [];
    private ImmutableSortedSet<int> _paused = [];
    private ImmutableHashSet<string> _drained = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
    private int _largestId;

    /// <summary>Before the first event.</summary>
    public static LabHistory Empty { get; } = new();

    /// <summary>All experiments, in the order of their submission.</summary>
    public IReadOnlyList<LabEntry> Entries => _entries;

    /// <summary>Those with work left that nobody has stopped, oldest first.</summary>
    public IEnumerable<LabEntry> Due => _due.Select(place => _entries[place]);

    /// <summary>Those that are paused, oldest first.</summary>
    public IEnumerable<LabEntry> Paused => _paused.Select(place => _entries[place]);

    public int PausedCount => _paused.Count;

    /// <summary>The id of the next experiment: none that was ever given, though a repair may have dropped some.</summary>
    public string NextId => (_largestId + 1).ToString(CultureInfo.InvariantCulture);

    public static LabHistory Of(IEnumerable<ILabEvent> events) =>
        events.Aggregate(Empty, (history, happened) => history.Apply(happened));

    /// <summary>How many there are of each state, as far as events tell.</summary>
    public Dictionary<string, int> Counts() => _entries.CountBy(entry => entry.State).ToDictionary();

    /// <summary>True of a node's process that gets no new work.</summary>
    public bool IsDrained(string process) => _drained.Contains(process);

    public LabEntry? Find(string id) => _places.TryGetValue(id, out var place) ? _entries[place] : null;

    /// <summary>This history and one event more. An event of an experiment that is not there changes nothing.</summary>
    public LabHistory Apply(ILabEvent happened) => happened switch
    {
        ExperimentSubmitted submitted when _places.ContainsKey(submitted.Id) => this,
        ExperimentSubmitted submitted => Given(submitted.Id) with
        {
            _entries = _entries.Add(new LabEntry(submitted)),
            _places = _places.Add(submitted.Id, _entries.Count),
            _due = _due.Add(_entries.Count),
        },
        IdsGiven given => Given(given.Id),
        NodeDrained drained => this with { _drained = _drained.Add(drained.Process) },
        { Id: { } id } => _places.TryGetValue(id, out var place) ? At(place, _entries[place].Apply(happened)) : this,
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is no event of a lab"),
    };

    // Lists of what is due and paused: a lab of thousands is asked for them all the time.
    private LabHistory At(int place, LabEntry entry) => this with
    {
        _entries = _entries.SetItem(place, entry),
        _due = entry.IsDue ? _due.Add(place) : _due.Remove(place),
        _paused = entry.IsPaused ? _paused.Add(place) : _paused.Remove(place),
    };

    // Ids are numbers since there are labs.
    private LabHistory Given(string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > _largestId
            ? this with { _largestId = number } : this;
}
