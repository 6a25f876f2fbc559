using System.Globalization;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Lab.History;

/// <summary>What a lab has promised, as its events tell: pure, and the same after every start.</summary>
public sealed class LabState
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, Entry> _due = [];
    private readonly SortedDictionary<int, Entry> _paused = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _drained = new(StringComparer.Ordinal);
    private int _largestId;

    /// <summary>All experiments, in the order of their submission.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Those with work left that nobody has stopped, oldest first.</summary>
    public IReadOnlyCollection<Entry> Due => _due.Values;

    /// <summary>Those that are paused, oldest first.</summary>
    public IReadOnlyCollection<Entry> Paused => _paused.Values;

    /// <summary>How many there are of each state, as far as events tell.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The id of the next experiment: none that was ever given, though a repair may have dropped some.</summary>
    public string NextId => (_largestId + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>True of a node's process that is to be lent to nothing more.</summary>
    public bool IsDrained(string process) => _drained.Contains(process);

    public Entry? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Takes note of what happened.</summary>
    public void Apply(ILabEvent happened)
    {
        switch (happened)
        {
            case ExperimentSubmitted submitted:
                var entry = new Entry(submitted);
                _entries.Add(entry);
                _byId.Add(submitted.Id, entry);
                Give(submitted.Id);
                File(entry);
                break;
            case IdsGiven given:
                Give(given.Id);
                break;
            case ExperimentPaused paused:
                Change(paused.Id, one => (one.IsPaused, one.PauseReason) = (true, paused.Reason));
                break;
            case ExperimentContinued continued:
                Change(continued.Id, one => one.IsPaused = false);
                break;
            case ExperimentCancelled cancelled:
                Change(cancelled.Id, one => one.IsCancelled = true);
                break;
            case ExperimentEnded ended:
                Change(ended.Id, one => (one.HasEnded, one.HasFailed) = (true, ended.Failed));
                break;
            case ExperimentFiled:
                break;
            case NodeDrained drained:
                _drained.Add(drained.Process);
                break;
            default:
                throw new InvalidOperationException($"{happened.GetType().Name} is no event of a lab");
        }
    }

    private void Change(string id, Action<Entry> change)
    {
        var entry = _byId[id];
        _counts[entry.State]--;
        _due.Remove(entry.Number);
        _paused.Remove(entry.Number);
        change(entry);
        File(entry);
    }

    private void File(Entry entry)
    {
        _counts[entry.State] = _counts.GetValueOrDefault(entry.State) + 1;
        if (entry.IsUnfinished)
        {
            (entry.IsPaused ? _paused : _due).Add(entry.Number, entry);
        }
    }

    private void Give(string id) =>
        _largestId = Math.Max(_largestId, int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>An experiment that was accepted.</summary>
    public sealed class Entry(ExperimentSubmitted submitted)
    {
        public ExperimentSubmitted Submitted { get; } = submitted;

        public string Id => Submitted.Id;

        /// <summary>The id as a number: the order of submission.</summary>
        public int Number { get; } = int.Parse(submitted.Id, NumberStyles.None, CultureInfo.InvariantCulture);

        /// <summary>False if it must stay on one node.</summary>
        public bool Splits { get; } =
            !string.Equals(submitted.Spec.Kernel, nameof(GradientKernel.Naive), StringComparison.OrdinalIgnoreCase);

        public bool IsPaused { get; internal set; }

        /// <summary>Why it was paused last; null where a person paused it.</summary>
        public string? PauseReason { get; internal set; }

        public bool IsCancelled { get; internal set; }

        /// <summary>It completed or failed.</summary>
        public bool HasEnded { get; internal set; }

        /// <summary>It failed.</summary>
        public bool HasFailed { get; internal set; }

        /// <summary>There is work left that nobody has stopped.</summary>
        public bool IsDue => !IsPaused && !IsCancelled && !HasEnded;

        /// <summary>The word for how it is, as far as its events tell.</summary>
        public string State =>
            IsCancelled ? ExperimentStates.Cancelled
            : HasFailed ? ExperimentStates.Failed
            : HasEnded ? ExperimentStates.Completed
            : IsPaused ? ExperimentStates.Paused
            : ExperimentStates.Queued;

        /// <summary>There is work left.</summary>
        public bool IsUnfinished => !IsCancelled && !HasEnded;
    }
}
