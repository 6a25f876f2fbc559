namespace Secant.Actors.Checkpoints;

/// <summary>A committed checkpoint, read and verified.</summary>
/// <param name="Experiment">Whose.</param>
/// <param name="Iteration">Passes made before it.</param>
/// <param name="Fingerprint">Of its parameters.</param>
/// <param name="Chunks">In the order of their groups.</param>
/// <param name="Damage">When a later one could not be read: which, why, and that this one stands for it; else null.</param>
public sealed record CheckpointContents(
    string Experiment,
    int Iteration,
    string Fingerprint,
    IReadOnlyList<CheckpointChunk> Chunks,
    string? Damage);

/// <summary>The parameters of a range of groups, as little-endian doubles.</summary>
/// <param name="FirstGroup">The first group in it.</param>
/// <param name="GroupCount">How many groups it holds.</param>
/// <param name="Bytes">As the workers laid them out.</param>
public sealed record CheckpointChunk(int FirstGroup, int GroupCount, byte[] Bytes);
