using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Secant.Core.Slicing;

namespace Secant.Core.Training;

/// <summary>
/// Trains one experiment on the calling thread, one group after the other. It is the oracle: whatever runs on many machines must
/// end in the same bits.
/// </summary>
public sealed class ReferenceTrainer
{
    private readonly ExperimentSpec _spec;
    private readonly NetShape _shape;
    private readonly SparseImageSet _train;
    private readonly ImageSet _test;
    private readonly List<CurvePoint> _curve = [];
    private readonly BatchSchedule _batches;
    private readonly IGroupKernel _kernel;
    private readonly GroupScratch _scratch;
    private readonly Group[] _groups;
    private readonly double[][] _preActivations;

    public ReferenceTrainer(ExperimentSpec spec, DataSet data)
        : this(spec, data, GroupKernels.For(new NetShape(data.Dimension, spec.HiddenSize, data.Classes), spec))
    {
    }

    internal ReferenceTrainer(ExperimentSpec spec, DataSet data, IGroupKernel kernel)
    {
        _spec = spec;
        _shape = new NetShape(data.Dimension, spec.HiddenSize, data.Classes);
        _train = new SparseImageSet(data.Train);
        _test = data.Test;
        _batches = new BatchSchedule(spec.Seed, spec.BatchSize, data.Train.Count);
        _kernel = kernel;
        _scratch = new GroupScratch(_shape);
        var initializer = new GroupInitializer(spec, _shape);
        _groups = [.. Enumerable.Range(0, _shape.Groups).Select(initializer.Create)];
        _preActivations = [.. _groups.Select(
            group => new double[group.IsOutputBiases ? 0 : spec.BatchSize * NetShape.GroupSize])];
        TakePoint();
    }

    /// <summary>Passes made.</summary>
    public int Iteration { get; private set; }

    /// <summary>The losses of all passes made, in order.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Makes every pass that is left; where the spec says so, as long as the curve is not flat.</summary>
    public void Run()
    {
        while (!EvaluationSchedule.IsLast(_spec, Iteration, _curve))
        {
            Step();
        }
    }

    /// <summary>Makes one pass.</summary>
    /// <exception cref="SecantException">The loss or a partial derivative is not finite.</exception>
    public void Step()
    {
        var batch = new Batch(_train, _batches.Indices(Iteration));
        var pass = _kernel.Prepare(batch, Logits(batch.Images, keep: true));
        var loss = pass.Loss.MeanLoss();
        var finite = double.IsFinite(loss);
        foreach (var group in _groups)
        {
            finite &= _kernel.Differentiate(group, pass, _preActivations[group.Index], _scratch);
            _kernel.Descend(group, pass, _spec.LearningRate, _scratch);
        }

        if (!finite)
        {
            throw new SecantException(Failure.Work,
                $"loss or gradient is not finite at iteration {Iteration}; try a smaller learning rate");
        }

        Losses.Add(loss);
        Iteration++;
        TakePoint();
    }

    /// <summary>The share of a set's images that the net classifies rightly.</summary>
    public double Accuracy(ImageSet images)
    {
        var set = new SparseImageSet(images);
        var right = 0;
        for (var i = 0; i < set.Count; i++)
        {
            right += Classification.IsRight(Logits([set[i]], keep: false), set.Label(i)) ? 1 : 0;
        }

        return (double)right / set.Count;
    }

    /// <summary>The parameters as they are now.</summary>
    public Parameters Parameters()
    {
        var parameters = new Parameters(_shape);
        foreach (var group in _groups)
        {
            GroupParameters.Write(group.Index, group.Values, parameters);
        }

        return parameters;
    }

    // The curve decides nothing but whether a run that stops when it is flat goes on.
    private void TakePoint()
    {
        if (_spec.StopWhenFlat is not null && EvaluationSchedule.IsDue(_spec, Iteration))
        {
            _curve.Add(new CurvePoint(Iteration, Losses.Count > 0 ? Losses[^1] : null, Accuracy(_test)));
        }
    }

    private double[] Logits(ReadOnlySpan<SparseImage> images, bool keep)
    {
        var leaves = new double[_groups.Length][];
        foreach (var group in _groups)
        {
            leaves[group.Index] = new double[images.Length * _shape.Classes];
            _kernel.Forward(group, images, keep ? _preActivations[group.Index] : [], leaves[group.Index], _scratch);
        }

        return Sum(Subtree.Root(_groups.Length), leaves);
    }

    /// <summary>Adds the groups' partial logits along the one tree. The leaves are overwritten.</summary>
    internal static double[] Sum(Subtree node, double[][] leaves)
    {
        if (node.Level == 0)
        {
            return leaves[node.Index];
        }

        var left = Sum(node.Left, leaves);
        if (node.Right.First >= leaves.Length)
        {
            return left;
        }

        var right = Sum(node.Right, leaves);
        for (var i = 0; i < left.Length; i++)
        {
            left[i] += right[i];
        }

        return left;
    }
}
