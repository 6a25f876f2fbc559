using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;

namespace Secant.Core.Slicing;

/// <summary>The gradient the book's way: two whole forward passes for every parameter.</summary>
internal sealed class NaiveGradient(ExperimentSpec spec, SparseImageSet images, Batch batch)
{
    // Each task copies the net once, so that there are few of them.
    private const int TasksPerCore = 2;

    /// <summary>Every partial derivative, in the order of the parameters.</summary>
    public Parameters Compute(Parameters parameters, ICrew crew)
    {
        var network = new Network(spec.Activation, Inputs(), batch.Labels);
        var gradient = new Parameters(parameters.Shape);
        var count = parameters.Shape.ParameterCount;
        var tasks = crew.Cores * TasksPerCore;
        crew.Run(tasks, (task, _) =>
        {
            var own = parameters.Copy();
            for (var index = count * task / tasks; index < count * (task + 1) / tasks; index++)
            {
                gradient[index] = network.CentralDifference(own, index, spec.Step);
            }
        });
        return gradient;
    }

    private double[] Inputs()
    {
        var scale = new Perturbations(spec.Scale, spec.Step).Inputs;
        var inputs = new double[batch.Size * images.Dimension];
        for (var b = 0; b < batch.Size; b++)
        {
            var image = batch.Images[b];
            for (var i = 0; i < image.Pixels.Length; i++)
            {
                inputs[(b * images.Dimension) + image.Pixels[i]] = scale[image.Values[image.Slots[i]]];
            }
        }

        return inputs;
    }
}
