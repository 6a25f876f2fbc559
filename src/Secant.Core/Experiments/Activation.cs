namespace Secant.Core.Experiments;

/// <summary>The hidden units' activation function.</summary>
public enum Activation
{
    /// <summary>1 / (1 + e^-z).</summary>
    Sigmoid,

    /// <summary>max(z, 0).</summary>
    Relu,
}
