using Secant.Core.Experiments;

namespace Secant.Lab.Runs;

/// <summary>Where a run starts.</summary>
/// <param name="Iteration">Passes made before.</param>
/// <param name="FromCheckpoint">True if a checkpoint after that iteration stands in the store; else it is 0, and the seed gives
/// the net.</param>
/// <param name="Loss">Loss of the last pass made.</param>
/// <param name="Curve">The points taken before.</param>
/// <param name="Now">The time.</param>
public sealed record RunStart(int Iteration, bool FromCheckpoint, double? Loss, IReadOnlyList<CurvePoint> Curve,
    DateTimeOffset Now);
