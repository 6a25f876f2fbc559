using System.Diagnostics;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Secant.Core.Training;

namespace Secant.Core.Forecasting;

/// <summary>Times the kernels on a few groups and images, on the calling thread.</summary>
/// <param name="time">Does a step and gives its seconds.</param>
public sealed class KernelSampler(Func<Action, double> time)
{
    /// <summary>Seconds that the steps of a sample may take together. A step that takes longer alone is done once.</summary>
    public const double Budget = 0.06;

    /// <summary>Times that a step is done at most.</summary>
    public const int MostSteps = 20;

    private const int Parts = 6;
    private const int MostImages = 64;
    private const int FewImages = 4;
    private const int MostGroups = 8;

    // Values of the groups' first layer that stay near the core, as they do in a small run.
    private const int NearInputs = 32_768;

    // It keeps the net in range, and costs what any other rate costs.
    private const double Rate = 1e-6;

    /// <summary>A sampler by this machine's clock.</summary>
    public static KernelSampler OfThisMachine { get; } = new(step =>
    {
        var started = Stopwatch.GetTimestamp();
        step();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    });

    /// <param name="spec">The activation and the scale; its sizes do not matter but for a net of fewer groups.</param>
    /// <param name="data">The images.</param>
    /// <param name="budget">Seconds that it may take.</param>
    public KernelCosts Sample(ExperimentSpec spec, DataSet data, double budget)
    {
        // The compiler is done with the kernels after a tiny net.
        Times(spec, BitProbe.MadeUp(rows: 5, columns: 5, train: FewImages, test: 1, classes: 2), step => step());
        var costs = new List<double>();
        Times(spec, data, step => costs.Add(Least(step, budget / Parts)));
        var (images, groups) = (Images(data), Groups(spec, data));
        var few = Math.Min(FewImages, images);
        var slope = images > few ? Math.Max(0, (costs[1] - costs[0]) / (images - few)) : costs[1] / images;
        return new KernelCosts
        {
            Group = Math.Max(0, costs[0] - (few * slope)) / groups,
            GroupSample = slope / groups,
            Forward = costs[2] / images / groups,
            Sample = costs[3] / images,
            Image = costs[4] / images,
            Opening = costs[5],
        };
    }

    /// <summary>The quickest of as many steps as the budget has room for, at least one and at most <see cref="MostSteps"/>.
    /// </summary>
    internal double Least(Action step, double budget)
    {
        var (best, spent) = (double.MaxValue, 0.0);
        for (var done = 0; done == 0 || (done < MostSteps && spent + best <= budget); done++)
        {
            var took = time(step);
            (best, spent) = (Math.Min(best, took), spent + took);
        }

        return best;
    }

    private static int Images(DataSet data) => Math.Min(MostImages, data.Train.Count);

    private static int Groups(ExperimentSpec spec, DataSet data) =>
        Math.Clamp(NearInputs / data.Dimension, 1, Math.Min(MostGroups, Net(spec, data).UnitGroups));

    private static NetShape Net(ExperimentSpec spec, DataSet data) => new(data.Dimension, spec.HiddenSize, data.Classes);

    private static void Times(ExperimentSpec spec, DataSet data, Action<Action> part)
    {
        var net = Net(spec, data);
        var kernel = GroupKernels.For(net, spec);
        var scratch = new GroupScratch(net);
        var initializer = new GroupInitializer(spec, net);
        var groups = Enumerable.Range(0, Groups(spec, data)).Select(initializer.Create).ToArray();
        var set = new SparseImageSet(data.Train);
        var images = Images(data);
        var (few, all) = (Batch.Range(set, 0, Math.Min(FewImages, images)), Batch.Range(set, 0, images));
        var indices = Enumerable.Range(0, images).ToArray();
        var logits = new double[images * net.Classes];
        var partials = new double[images * net.Classes];
        var before = groups.Select(_ => new double[images * NetShape.GroupSize]).ToArray();
        for (var i = 0; i < groups.Length; i++)
        {
            kernel.Forward(groups[i], all.Images, before[i], partials, scratch);
        }

        // What is made ready for a batch is a part of its own.
        var ready = kernel.Prepare(few, logits.AsSpan(0, few.Size * net.Classes));
        part(() => Pass(few));
        ready = kernel.Prepare(all, logits);
        part(() => Pass(all));
        part(() =>
        {
            foreach (var group in groups)
            {
                kernel.Forward(group, all.Images, [], partials, scratch);
            }
        });
        part(() => kernel.Prepare(new Batch(set, indices), logits));
        part(() =>
        {
            for (var i = 0; i < images; i++)
            {
                _ = SparseImage.From(data.Train.Image(i));
            }
        });
        part(() => initializer.Create(0));

        void Pass(Batch batch)
        {
            for (var i = 0; i < groups.Length; i++)
            {
                var values = before[i].AsSpan(0, batch.Size * NetShape.GroupSize);
                kernel.Differentiate(groups[i], ready, values, scratch);
                kernel.Descend(groups[i], ready, Rate, scratch);
                kernel.Forward(groups[i], batch.Images, values, partials.AsSpan(0, batch.Size * net.Classes), scratch);
            }
        }
    }
}
