namespace Secant.Core.Experiments;

/// <summary>One point of the learning curve.</summary>
/// <param name="Iteration">Passes made before it.</param>
/// <param name="Loss">Mean cross-entropy of the batch of the last pass made; null before the first.</param>
/// <param name="TestAccuracy">Share of the test images classified rightly, 0 to 1.</param>
public sealed record CurvePoint(int Iteration, double? Loss, double TestAccuracy);
