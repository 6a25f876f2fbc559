namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>A simulation saw what must never be.</summary>
internal sealed class SimulationException(string message) : Exception(message);
