using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.History;
using static Secant.Lab.Contracts.LabProtocol;

namespace Secant.Lab.Scheduling;

/// <summary>What becomes of a request to the lab's queue of experiments. Pure: the lab persists what is decided, then
/// answers.</summary>
public static class Queue
{
    /// <summary>An experiment whose data set and sizes were found to be right is accepted.</summary>
    /// <param name="lab">What the lab has promised so far.</param>
    /// <param name="submit">What was asked for.</param>
    /// <param name="spec">With everything that the data set decides.</param>
    /// <param name="at">Now, in Unix milliseconds.</param>
    public static Decision Submit(LabHistory lab, Submit submit, ExperimentSpec spec, long at)
    {
        var submitted = new ExperimentSubmitted(
            lab.NextId, SpecRecord.From(spec), at, submit.Note ?? "", submit.Forecast, submit.Nodes);
        return new Decision(
            submit.Filing is { } filing ? [submitted, new ExperimentFiled(submitted.Id, filing)] : [submitted],
            new Submitted(submitted.Id), HappeningKinds.Submitted, $"experiment {submitted.Id} is queued");
    }

    /// <summary>An experiment is filed under a sweep.</summary>
    public static Decision File(LabHistory lab, FileUnder file) => lab.Find(file.Id) is null
        ? Unknown(file.Id)
        : new Decision([new ExperimentFiled(file.Id, file.Filing)], new Done($"experiment {file.Id} is filed"));

    /// <summary>An experiment is paused, continued or cancelled. Asked for again, it is as it was, and nothing is
    /// persisted.</summary>
    /// <param name="lab">What the lab has promised so far.</param>
    /// <param name="change">What was asked for.</param>
    /// <param name="isTakenUp">Whether this process works on the experiment.</param>
    /// <param name="storeError">The store's error that holds the experiment up; null where none does.</param>
    /// <param name="at">Now, in Unix milliseconds.</param>
    public static Decision Change(LabHistory lab, Change change, bool isTakenUp, string? storeError, long at)
    {
        if (lab.Find(change.Id) is not { } entry)
        {
            return Unknown(change.Id);
        }

        if (!entry.IsUnfinished)
        {
            return Answer(entry.IsCancelled && change.Kind == ChangeKind.Cancel
                ? new Done($"experiment {entry.Id} is cancelled")
                : new Denied($"{ExperimentStates.ForGood(entry.Id, entry.State)}; 'secant show {entry.Id}' shows what there is"));
        }

        if (!Enum.IsDefined(change.Kind))
        {
            return Answer(new Denied(
                $"this lab knows no change number {(int)change.Kind}; install the same release on both sides"));
        }

        if (change.Kind != ChangeKind.Cancel && entry.IsPaused == (change.Kind == ChangeKind.Pause) && isTakenUp)
        {
            // A store error paused it, not a user.
            return change.Kind == ChangeKind.Continue && storeError is not null
                ? Answer(new Done(
                    $"experiment {entry.Id} is tried again now; it was paused by this: {storeError}")) with
                {
                    IsTriedAgain = true
                }
                : Answer(new Done($"experiment {entry.Id} {(entry.IsPaused ? "is paused" : "goes on")}"));
        }

        var (happened, kind, text) = change.Kind switch
        {
            ChangeKind.Pause => ((ILabEvent)new ExperimentPaused(entry.Id, at), HappeningKinds.Paused, "is paused"),
            ChangeKind.Continue => (new ExperimentContinued(entry.Id, at), HappeningKinds.Continued, "goes on"),
            ChangeKind.Cancel => (new ExperimentCancelled(entry.Id, at), HappeningKinds.Cancelled, "is cancelled"),
            _ => throw new InvalidOperationException($"{change.Kind} is no change of an experiment"),
        };
        text = $"experiment {entry.Id} {text}";
        return new Decision([happened], new Done(text), kind, text);
    }

    /// <summary>What this process goes on with: all that is unfinished, or one experiment.</summary>
    /// <param name="lab">What the lab has promised so far.</param>
    /// <param name="id">Null is all of them but those that a person has paused.</param>
    public static IReadOnlyList<LabEntry> Unfinished(LabHistory lab, string? id) =>
    [
        .. lab.Entries.Where(entry => entry.IsUnfinished
            && (id is null ? !entry.IsPaused || entry.PauseReason is not null : entry.Id == id)),
    ];

    public static Denied UnknownTo(string id) =>
        new($"experiment '{id}' is not known to this lab; 'secant list' shows those that are");

    private static Decision Unknown(string id) => Answer(UnknownTo(id));

    private static Decision Answer(IWireMessage reply) => new([], reply);

    /// <summary>What was decided.</summary>
    /// <param name="Events">To be persisted, in order; none where nothing changes.</param>
    /// <param name="Reply">To be answered once they are.</param>
    /// <param name="Kind">What happened, in a word of <see cref="HappeningKinds"/>; null where there is nothing to tell
    /// others.</param>
    /// <param name="Text">The same in a sentence.</param>
    public sealed record Decision(IReadOnlyList<ILabEvent> Events, IWireMessage Reply, string? Kind = null, string Text = "")
    {
        /// <summary>An experiment that a store error holds up is tried again now.</summary>
        public bool IsTriedAgain { get; init; }
    }
}
