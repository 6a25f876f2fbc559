namespace Secant.Core.Experiments;

/// <summary>How the central differences are computed.</summary>
public enum GradientKernel
{
    /// <summary>Only what a perturbation touches is recomputed: linear in the hidden size.</summary>
    Incremental,

    /// <summary>The whole forward pass for every parameter, twice: quadratic in the hidden size.</summary>
    Naive,
}
