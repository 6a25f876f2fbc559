using Secant.Core.Experiments;
using Secant.Core.Networks.Kernels;

namespace Secant.Core.Networks.Checking;

/// <summary>The gradient of a whole net by the incremental kernel.</summary>
internal static class IncrementalGradient
{
    /// <summary>Every partial derivative, in the order of the parameters.</summary>
    public static Parameters Compute(ExperimentSpec spec, Batch batch, Parameters parameters)
    {
        var shape = parameters.Shape;
        var kernel = GroupKernels.For(shape, spec);
        var scratch = new GroupScratch(shape);
        var groups = new Group[shape.Groups];
        var preActivations = new double[shape.Groups][];
        var logits = new double[batch.Size * shape.Classes];
        var partial = new double[logits.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            groups[g] = new Group(shape, g);
            GroupParameters.Read(parameters, g, groups[g].Values);
            preActivations[g] = new double[groups[g].IsOutputBiases ? 0 : batch.Size * NetShape.GroupSize];
            kernel.Forward(groups[g], batch.Images, preActivations[g], partial, scratch);
            for (var i = 0; i < logits.Length; i++)
            {
                logits[i] += partial[i];
            }
        }

        var gradient = new Parameters(shape);
        var pass = kernel.Prepare(batch, logits);
        foreach (var group in groups)
        {
            kernel.Differentiate(group, pass, preActivations[group.Index], scratch);
            GroupParameters.Write(group.Index, scratch.Gradient.AsSpan(0, group.Values.Length), gradient);
        }

        return gradient;
    }
}
