namespace Secant.Core.Networks.Kernels;

/// <summary>What all groups share in one pass. Made once, then only read.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Loss">The softmax of the net's outputs on it.</param>
/// <param name="LogitSeries">The loss in a move of one logit.</param>
internal sealed record PassContext(Batch Batch, LossState Loss, LogitSeries LogitSeries);
