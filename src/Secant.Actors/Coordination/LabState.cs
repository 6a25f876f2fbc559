using System.Globalization;
using Secant.Actors.Journal;

namespace Secant.Actors.Coordination;

/// <summary>What a lab has promised, as its events tell: pure, and the same after every start.</summary>
public sealed class LabState
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _drained = new(StringComparer.Ordinal);
    private int _largestId;

    /// <summary>All experiments, in the order of their submission.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

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
                break;
            case IdsGiven given:
                Give(given.Id);
                break;
            case ExperimentPaused paused:
                _byId[paused.Id].IsPaused = true;
                _byId[paused.Id].PauseReason = paused.Reason;
                break;
            case ExperimentContinued continued:
                _byId[continued.Id].IsPaused = false;
                break;
            case ExperimentCancelled cancelled:
                _byId[cancelled.Id].IsCancelled = true;
                break;
            case ExperimentEnded ended:
                _byId[ended.Id].HasEnded = true;
                _byId[ended.Id].HasFailed = ended.Failed;
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

    private void Give(string id) => _largestId = Math.Max(_largestId, int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>An experiment that was accepted.</summary>
    public sealed class Entry(ExperimentSubmitted submitted)
    {
        public ExperimentSubmitted Submitted { get; } = submitted;

        public string Id => Submitted.Id;

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

        /// <summary>There is work left.</summary>
        public bool IsUnfinished => !IsCancelled && !HasEnded;
    }
}
