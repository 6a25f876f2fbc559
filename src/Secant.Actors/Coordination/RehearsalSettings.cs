using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Coordination;

/// <summary>What is rehearsed, and for how long.</summary>
/// <param name="Name">Stands for the experiment's id; unique in the process.</param>
/// <param name="Spec">The experiment, its batch and net perhaps smaller than asked for.</param>
/// <param name="Node">The node, and the cores of it.</param>
/// <param name="TestImages">Images that an evaluation takes.</param>
/// <param name="Run">How it is watched over.</param>
/// <param name="Time">How long passes are made, from the first one on.</param>
/// <param name="LeastPasses">Passes that are made in any case.</param>
/// <param name="Longest">When it ends whatever is done.</param>
public sealed record RehearsalSettings(
    string Name, ExperimentSpec Spec, NodeGrant Node, int TestImages, RunSettings Run, TimeSpan Time, int LeastPasses,
    TimeSpan Longest);
