namespace Secant.Core.Slicing;

/// <summary>What the groups under a tree node add to the logits.</summary>
/// <param name="Node">The node.</param>
/// <param name="Values">B x C; not to be changed.</param>
public sealed record PartialLogits(Subtree Node, double[] Values);
