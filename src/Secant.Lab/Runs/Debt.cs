namespace Secant.Lab.Runs;

/// <summary>What a run may wait for.</summary>
public enum DebtKind
{
    /// <summary>A node's worker, which is being made.</summary>
    Worker,

    /// <summary>The replay of a slice.</summary>
    Replay,

    /// <summary>A pass.</summary>
    Pass,

    /// <summary>Partial logits of images.</summary>
    Evaluation,

    /// <summary>A copy of slices, for a checkpoint.</summary>
    Copy,

    /// <summary>The store's word that a checkpoint is durable.</summary>
    Commit,

    /// <summary>Other nodes that start together with the first; a timer ends it.</summary>
    Start,

    /// <summary>A node; the lab owes it.</summary>
    Node,

    /// <summary>That a person or the lab lets the run go on.</summary>
    Continue,
}

/// <summary>Something that a run waits for.</summary>
/// <param name="Kind">What.</param>
/// <param name="Node">The node that owes it; null where it is the lab, the store, a timer or a person.</param>
/// <param name="Due">When the run asks again or goes on without it; null where it is told of a failure.</param>
public sealed record Debt(DebtKind Kind, string? Node, DateTimeOffset? Due);
