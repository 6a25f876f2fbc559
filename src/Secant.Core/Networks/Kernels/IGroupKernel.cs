using Secant.Core.Data;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// What can be done with one group of hidden units or the output biases. Its bits do not depend on the width of the registers
/// that it was built for.
/// </summary>
internal interface IGroupKernel
{
    /// <summary>
    /// The group's pre-activations, and its partial logits on some images.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="images">B images.</param>
    /// <param name="preActivations">Receives z1, B x 8; empty for the output biases or where nobody needs it.</param>
    /// <param name="partialLogits">Receives the group's share of Z, B x C.</param>
    /// <param name="scratch">Working memory of the calling thread.</param>
    void Forward(Group group, ReadOnlySpan<SparseImage> images, Span<double> preActivations, Span<double> partialLogits,
        GroupScratch scratch);

    /// <summary>
    /// Every partial derivative of the group, (L(θ+h) - L(θ-h)) / 2h, by differences from L(θ). Left in
    /// <see cref="GroupScratch.Gradient"/>.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="pass">The batch and the net's outputs on it.</param>
    /// <param name="preActivations">z1 of this group on that batch, B x 8; empty for the output biases.</param>
    /// <param name="scratch">Working memory of the calling thread.</param>
    /// <returns>False if a partial derivative is not finite.</returns>
    bool Differentiate(Group group, PassContext pass, ReadOnlySpan<double> preActivations, GroupScratch scratch);

    /// <summary>One step of gradient descent by the gradient in the scratch: θ - rate x gradient, rounded once.</summary>
    void Descend(Group group, PassContext pass, double rate, GroupScratch scratch);

    /// <summary>Prepares what all groups share in the pass over a batch with outputs Z, B x C.</summary>
    PassContext Prepare(Batch batch, ReadOnlySpan<double> logits);
}
