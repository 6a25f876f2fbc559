namespace Secant.Core.Forecasting;

/// <summary>When a run takes checkpoints.</summary>
/// <param name="Interval">Time between two; more than zero.</param>
/// <param name="CostLimit">The interval is longer where checkpoints take more than this share of the run, above 0 and at most
/// 1.</param>
public readonly record struct CheckpointPace(TimeSpan Interval, double CostLimit);
