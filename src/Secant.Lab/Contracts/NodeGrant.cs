namespace Secant.Lab.Contracts;

/// <summary>Cores of a node, lent to an experiment.</summary>
/// <param name="Node">The node's key: its name and which registration of it.</param>
/// <param name="Cores">Cores lent.</param>
/// <param name="Speed">What the node is expected to do, in samples times units a second with all these cores; compared, never
/// trusted.</param>
public sealed record NodeGrant(string Node, int Cores, double Speed);
