namespace Secant.Lab.Runs;

/// <summary>How a run is watched over.</summary>
public sealed record RunSettings
{
    /// <summary>Time between checkpoints; longer where one costs more than <see cref="CheckpointCostLimit"/>. Default 5
    /// s.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The share of the run that checkpoints may take, 0 to 1. Default 0.02.</summary>
    public double CheckpointCostLimit { get; init; } = 0.02;

    /// <summary>A slice that takes longer than this, and than <see cref="StragglerFactor"/> median passes, is opened elsewhere.
    /// Default 1 s.</summary>
    public TimeSpan SliceDeadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Median passes that a slice may take. Default 4.</summary>
    public double StragglerFactor { get; init; } = 4;

    /// <summary>How long the first ready node waits for the others before it takes the whole net. Default 2 s.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of logits kept for replays; a full log forces a checkpoint. Default 256 MiB.</summary>
    public long LogLimit { get; init; } = 256L << 20;

    /// <summary>Most bytes of parameters or logits that one message to or from a node stands for; no array holds 2 GiB. Default 1
    /// GiB.</summary>
    public long LargestTransfer { get; init; } = 1L << 30;

    /// <summary>Least time between two changes of the split for balance alone. Default 5 s.</summary>
    public TimeSpan BalanceInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A new split must shorten the slowest node's share of a pass by this much, 0 to 1. Default 0.15.</summary>
    public double BalanceGain { get; init; } = 0.15;

    /// <summary>Bytes of partial logits that a node may be asked for at once in an evaluation. Default 1 MiB: its quarters stay
    /// out of the large object heap.</summary>
    public int EvaluationBytes { get; init; } = 1 << 20;
}
