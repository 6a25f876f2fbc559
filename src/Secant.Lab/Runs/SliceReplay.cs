using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>A slice that a node opens and replays, as a run sees it.</summary>
internal sealed class SliceReplay(int number, string node, GroupRange range, int begunAt, bool isRescue, DateTimeOffset begun,
    Reminder reminder)
{
    public int Number { get; } = number;

    public string Node { get; } = node;

    public GroupRange Range { get; } = range;

    /// <summary>The iteration that it was given the logits to reach at once.</summary>
    public int BegunAt { get; } = begunAt;

    public bool IsRescue { get; } = isRescue;

    public DateTimeOffset Begun { get; } = begun;

    /// <summary>When the node is asked for it again, as long as nothing was heard of it.</summary>
    public Reminder Reminder { get; } = reminder;

    /// <summary>When the run does something about it.</summary>
    public DateTimeOffset Due => AwaitedSince is { } since && Patience is { } patience ? since + patience : Reminder.Due;

    /// <summary>When it was seen to have reached that iteration.</summary>
    public DateTimeOffset? Reached { get; set; }

    /// <summary>Since when passes wait for it; null while they do not.</summary>
    public DateTimeOffset? AwaitedSince { get; set; }

    /// <summary>How long they may wait for it.</summary>
    public TimeSpan? Patience { get; set; }
}
