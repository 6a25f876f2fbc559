using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Secant.Core.Slicing;
using Secant.Core.Training;

namespace Secant.Benchmarks;

/// <summary>Where the time of a pass goes.</summary>
internal static class PassParts
{
    public static void Measure(DataSet data, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("parts of a pass, B 64, H 75, sigmoid, smallest of 400, µs");
        foreach (var scale in new[] { InputScale.Unit, InputScale.Raw })
        {
            Measure(Specs.Of(64, 75, scale, Activation.Sigmoid), data, output);
        }
    }

    private static void Measure(ExperimentSpec spec, DataSet data, TextWriter output)
    {
        var shape = new NetShape(data.Dimension, spec.HiddenSize, data.Classes);
        var kernel = GroupKernels.For(shape, spec);
        var scratch = new GroupScratch(shape);
        var initializer = new GroupInitializer(spec, shape);
        var groups = Enumerable.Range(0, shape.Groups).Select(initializer.Create).ToArray();
        var preActivations = groups.Select(group => new double[group.IsOutputBiases ? 0 : spec.BatchSize * 8]).ToArray();
        var train = new SparseImageSet(data.Train);
        var schedule = new BatchSchedule(spec.Seed, spec.BatchSize, data.Train.Count);
        var (batching, forward, prepare, differentiate, descend) = (new Timing(), new Timing(), new Timing(), new Timing(),
            new Timing());
        for (var iteration = 0; iteration < 400; iteration++)
        {
            Batch batch = null!;
            PassContext pass = null!;
            var leaves = groups.Select(_ => new double[spec.BatchSize * shape.Classes]).ToArray();
            batching.Add(() => batch = new Batch(train, schedule.Indices(iteration)));
            forward.Add(() =>
            {
                foreach (var group in groups)
                {
                    kernel.Forward(group, batch.Images, preActivations[group.Index], leaves[group.Index], scratch);
                }
            });
            var logits = ReferenceTrainer.Sum(Subtree.Root(shape.Groups), leaves);
            prepare.Add(() => pass = kernel.Prepare(batch, logits));

            // The scratch holds one group's gradient at a time, so that descending is timed by itself afterwards.
            differentiate.Add(() =>
            {
                foreach (var group in groups)
                {
                    kernel.Differentiate(group, pass, preActivations[group.Index], scratch);
                }
            });
            descend.Add(() =>
            {
                foreach (var group in groups)
                {
                    kernel.Descend(group, pass, 1e-9, scratch);
                }
            });
        }

        output.WriteLine(
            $"  {spec.Scale,-6}  batch {batching.Smallest * 1e3:F0}, forward {forward.Smallest * 1e3:F0}, prepare "
                + $"{prepare.Smallest * 1e3:F0}, "
            + $"differentiate {differentiate.Smallest * 1e3:F0}, descend {descend.Smallest * 1e3:F0}");

    }
}
