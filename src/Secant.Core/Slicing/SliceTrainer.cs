using System.Runtime.InteropServices;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;

namespace Secant.Core.Slicing;

/// <summary>
/// Computes with slices of one experiment: partial logits, passes, evaluations. Groups are independent of each other given the
/// logits, so that any number of threads and any cut into slices gives the same bits.
/// </summary>
public sealed class SliceTrainer
{
    // Enough tasks that no core waits long for the last one, few enough that handing them out costs nothing.
    private const int TasksPerCore = 4;

    // Of handwriting, a quarter of a megabyte.
    private const int NearImages = 256;

    private readonly ExperimentSpec _spec;
    private readonly SparseImageSet _train;
    private readonly SparseImageSet _test;
    private readonly BatchSchedule _batches;
    private readonly IGroupKernel _kernel;
    private readonly GroupInitializer _initializer;
    private readonly ICrew _crew;
    private readonly List<GroupScratch> _scratch = [];
    private (int Iteration, Batch Batch) _latest;

    /// <param name="spec">The experiment.</param>
    /// <param name="train">Its train images.</param>
    /// <param name="test">Its test images.</param>
    /// <param name="classes">Classes of the data set, C.</param>
    /// <param name="crew">The threads to compute on.</param>
    public SliceTrainer(ExperimentSpec spec, SparseImageSet train, SparseImageSet test, int classes, ICrew crew)
    {
        Shape = new NetShape(train.Dimension, spec.HiddenSize, classes);
        _spec = spec;
        _train = train;
        _test = test;
        _batches = new BatchSchedule(spec.Seed, spec.BatchSize, train.Count);
        _kernel = GroupKernels.For(Shape, spec);
        _initializer = new GroupInitializer(spec, Shape);
        _crew = crew;
    }

    public NetShape Shape { get; }

    /// <summary>A slice of the initial net, made from the seed.</summary>
    public Slice OpenFromSeed(GroupRange range) => Open(range, 0, _initializer.Create);

    /// <summary>A slice after some iteration, from its values as <see cref="Slice.CopyValues"/> gives them.</summary>
    /// <exception cref="SecantException">There are more or fewer bytes than the range needs.</exception>
    public Slice OpenFromValues(GroupRange range, int iteration, ReadOnlyMemory<byte> values)
    {
        var needed = ValuesLength(Shape, range);
        if (values.Length != needed)
        {
            throw new SecantException(Failure.Store, $"slice {range} needs {needed} bytes of parameters, found {values.Length}");
        }

        var start = ValuesLength(Shape, GroupRange.Between(0, range.First));
        return Open(range, iteration, index =>
        {
            var group = new Group(Shape, index);
            var offset = (int)(ValuesLength(Shape, GroupRange.Between(0, index)) - start);
            values.Span.Slice(offset, group.Values.Length * sizeof(double)).CopyTo(MemoryMarshal.AsBytes(group.Values.AsSpan()));
            return group;
        });
    }

    /// <summary>Bytes that the values of a range take.</summary>
    public static long ValuesLength(NetShape shape, GroupRange range)
    {
        var length = (long)range.Count * shape.GroupLength(0) * sizeof(double);
        return range.End == shape.Groups
            ? length + ((shape.GroupLength(shape.UnitGroups) - shape.GroupLength(0)) * sizeof(double))
            : length;
    }

    /// <summary>Partial logits of the batch of the slices' iteration; empty when all passes are made.</summary>
    public IReadOnlyList<PartialLogits> Forward(IReadOnlyList<Slice> slices)
    {
        var iteration = slices[0].Iteration;
        if (iteration >= _spec.Iterations)
        {
            return [];
        }

        var batch = BatchOf(iteration);
        return Sum(slices, batch.Size, (slice, group, partial, scratch) => _kernel.Forward(
            slice[group], batch.Images, slice.PreActivations(group), partial, scratch));
    }

    /// <summary>One pass: differentiate at the logits, descend, and the partial logits of the next batch.</summary>
    /// <param name="slices">Slices of the same iteration, t; they are after t + 1 when this returns.</param>
    /// <param name="logits">Z of batch t, B x C.</param>
    public PassResult Pass(IReadOnlyList<Slice> slices, ReadOnlySpan<double> logits)
    {
        if (_spec.Kernel == GradientKernel.Naive)
        {
            return NaivePass(slices[0]);
        }

        var iteration = slices[0].Iteration;
        var batch = BatchOf(iteration);
        var pass = _kernel.Prepare(batch, logits);
        var next = iteration + 1 < _spec.Iterations ? BatchOf(iteration + 1) : null;
        var finite = true;
        var partials = Sum(slices, next?.Size ?? 0, (slice, group, partial, scratch) =>
        {
            if (!_kernel.Differentiate(slice[group], pass, slice.PreActivations(group), scratch))
            {
                Volatile.Write(ref finite, false);
            }

            _kernel.Descend(slice[group], pass, _spec.LearningRate, scratch);
            if (next is not null)
            {
                _kernel.Forward(slice[group], next.Images, slice.PreActivations(group), partial, scratch);
            }
        });
        foreach (var slice in slices)
        {
            slice.Iteration = iteration + 1;
        }

        return new PassResult(next is null ? [] : partials, finite);
    }

    /// <summary>Partial logits of consecutive images at the slices' iteration.</summary>
    public IReadOnlyList<PartialLogits> Evaluate(IReadOnlyList<Slice> slices, bool test, int first, int count)
    {
        var set = test ? _test : _train;
        var sums = slices
            .SelectMany(slice => Subtree.Cover(slice.Range, Shape.Groups)
            .Select(node => (Slice: slice, Node: node, Sum: new double[count * Shape.Classes])))
            .ToList();
        PrepareScratch();

        // One group after the other passes over some images while they are near the core; all images at once would be read from
        // memory every time.
        var block = Math.Clamp(count / (_crew.Cores * TasksPerCore), 1, NearImages);
        _crew.Run((count + block - 1) / block, (task, thread) =>
        {
            var from = task * block;
            var images = new SparseImage[Math.Min(block, count - from)];
            for (var i = 0; i < images.Length; i++)
            {
                images[i] = set[first + from + i];
            }

            foreach (var (slice, node, sum) in sums)
            {
                SumInto(sum.AsSpan(from * Shape.Classes, images.Length * Shape.Classes), slice, node, Forward, _scratch[thread]);
            }

            void Forward(Slice slice, int group, Span<double> partial, GroupScratch scratch) =>
                _kernel.Forward(slice[group], images, [], partial, scratch);
        });
        return [.. sums.Select(sum => new PartialLogits(sum.Node, sum.Sum))];
    }

    // The book's way: it needs the whole net, and no logits from elsewhere.
    private PassResult NaivePass(Slice net)
    {
        var gradient = new NaiveGradient(_spec, _train, BatchOf(net.Iteration)).Compute(net.ToParameters(), _crew);
        var finite = gradient.Arrays.All(array => Array.TrueForAll(array, double.IsFinite));
        net.Descend(gradient, _spec.LearningRate);
        net.Iteration++;
        return new PassResult(Forward([net]), finite);
    }

    private Slice Open(GroupRange range, int iteration, Func<int, Group> create)
    {
        var groups = new Group[range.Count];
        var preActivations = new double[range.Count][];
        _crew.Run(range.Count, (i, _) =>
        {
            groups[i] = create(range.First + i);
            preActivations[i] = new double[groups[i].IsOutputBiases ? 0 : _spec.BatchSize * NetShape.GroupSize];
        });
        return new Slice(range, iteration, groups, preActivations);
    }

    // Computes every group's share and adds the shares along the tree, up to the whole nodes within each slice.
    private List<PartialLogits> Sum(IReadOnlyList<Slice> slices, int samples, GroupWork work)
    {
        var tasks = new List<(Slice Slice, Subtree Node)>();
        var held = slices.Sum(slice => slice.Range.Count);
        var largest = Math.Max(1, held / (_crew.Cores * TasksPerCore));
        foreach (var slice in slices)
        {
            foreach (var node in Subtree.Cover(slice.Range, Shape.Groups))
            {
                Divide(slice, node, largest, tasks);
            }
        }

        PrepareScratch();
        var results = new double[tasks.Count][];
        _crew.Run(tasks.Count, (task, thread) =>
        {
            results[task] = new double[samples * Shape.Classes];
            SumInto(results[task], tasks[task].Slice, tasks[task].Node, work, _scratch[thread]);
        });
        var sums = new SubtreeSums(Shape.Groups);
        for (var task = 0; task < tasks.Count; task++)
        {
            sums.Add(tasks[task].Node, results[task]);
        }

        return [.. slices
            .SelectMany(slice => Subtree.Cover(slice.Range, Shape.Groups))
            .Select(node => new PartialLogits(node, sums.Sum(node)!))];
    }

    private void PrepareScratch()
    {
        while (_scratch.Count < _crew.Cores)
        {
            _scratch.Add(new GroupScratch(Shape));
        }
    }

    private void Divide(Slice slice, Subtree node, int largest, List<(Slice, Subtree)> tasks)
    {
        if (node.Level == 0 || node.End(Shape.Groups) - node.First <= largest)
        {
            tasks.Add((slice, node));
            return;
        }

        Divide(slice, node.Left, largest, tasks);
        if (node.Right.First < Shape.Groups)
        {
            Divide(slice, node.Right, largest, tasks);
        }
    }

    private void SumInto(Span<double> sum, Slice slice, Subtree node, GroupWork work, GroupScratch scratch)
    {
        if (node.Level == 0)
        {
            work(slice, node.Index, sum, scratch);
            return;
        }

        SumInto(sum, slice, node.Left, work, scratch);
        if (node.Right.First < Shape.Groups)
        {
            var right = scratch.LogitsOfLevel(node.Level, sum.Length);
            SumInto(right, slice, node.Right, work, scratch);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += right[i];
            }
        }
    }

    // The batch of a pass is the one that the pass before looked ahead to.
    private Batch BatchOf(int iteration)
    {
        var latest = _latest;
        if (latest.Batch is null || latest.Iteration != iteration)
        {
            latest = (iteration, new Batch(_train, _batches.Indices(iteration)));
            _latest = latest;
        }

        return latest.Batch;
    }

    private delegate void GroupWork(Slice slice, int group, Span<double> partial, GroupScratch scratch);
}
