using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Secant.Core.Slicing;
using Secant.Core.Training;

namespace Secant.Core.Checking;

/// <summary>Every partial derivative of a net on one batch, in the order of the parameters: the kernel run over one group after
/// the other.</summary>
internal static class BatchGradient
{
    /// <summary>The gradient at some parameters. What is not finite stays so.</summary>
    public static Parameters Compute(IGroupKernel kernel, Parameters parameters, Batch batch)
    {
        var shape = parameters.Shape;
        var groups = new Group[shape.Groups];
        var preActivations = new double[shape.Groups][];
        var leaves = new double[shape.Groups][];
        var scratch = new GroupScratch(shape);
        for (var g = 0; g < groups.Length; g++)
        {
            var group = groups[g] = new Group(shape, g);
            GroupParameters.Read(parameters, g, group.Values);
            preActivations[g] = new double[group.IsOutputBiases ? 0 : batch.Size * NetShape.GroupSize];
            leaves[g] = new double[batch.Size * shape.Classes];
            kernel.Forward(group, batch.Images, preActivations[g], leaves[g], scratch);
        }

        var pass = kernel.Prepare(batch, ReferenceTrainer.Sum(Subtree.Root(groups.Length), leaves));
        var gradient = new Parameters(shape);
        foreach (var group in groups)
        {
            // Only the rows of used pixels are written; those of the others are still 0 in a scratch that serves one batch.
            kernel.Differentiate(group, pass, preActivations[group.Index], scratch);
            GroupParameters.Write(group.Index, scratch.Gradient.AsSpan(0, group.Values.Length), gradient);
        }

        return gradient;
    }
}
