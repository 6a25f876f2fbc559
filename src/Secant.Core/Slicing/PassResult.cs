namespace Secant.Core.Slicing;

/// <summary>What a pass over some slices gave.</summary>
/// <param name="Partials">Partial logits for the next batch; empty after the last pass.</param>
/// <param name="IsFinite">False if a partial derivative was not finite.</param>
public sealed record PassResult(IReadOnlyList<PartialLogits> Partials, bool IsFinite);
