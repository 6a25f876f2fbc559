using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// The incremental kernel: the two losses of every central difference, recomputing only what the perturbation touches. A step in
/// W1[i,j] moves the activation of unit j alone, by δ; the logits then move by δ W2[j,:], and the loss of a sample by
/// log Σ_c p_c e^(δ (w_c - w_t)) with t its label. Lanes are hidden units and samples are summed in order.
/// </summary>
/// <typeparam name="T">The registers that it is built for.</typeparam>
internal sealed partial class GroupKernel<T> : IGroupKernel
    where T : struct, ILanes<T>
{
    private const int Lanes = NetShape.GroupSize;

    private readonly NetShape _shape;
    private readonly Activation _activation;
    private readonly Perturbations _perturbations;

    public GroupKernel(NetShape shape, ExperimentSpec spec)
    {
        _shape = shape;
        _activation = spec.Activation;
        _perturbations = new Perturbations(spec.Scale, spec.Step);
    }

    public PassContext Prepare(Batch batch, ReadOnlySpan<double> logits)
    {
        var loss = LossState.From<T>(batch.Labels, logits, _shape.Classes);

        var series = new LogitSeries(batch, loss);

        // What every group of sigmoids needs, and most of relus, before they ask for it side by side.
        series.AtLeast<T>(LossSeries.DegreeFor(_perturbations.Step));
        return new PassContext(batch, loss, series);
    }

    public void Forward(
        Group group, ReadOnlySpan<SparseImage> images, Span<double> preActivations, Span<double> partialLogits,
        GroupScratch scratch)
    {
        if (group.IsOutputBiases)
        {
            for (var b = 0; b < images.Length; b++)
            {
                group.Values.AsSpan().CopyTo(partialLogits[(b * _shape.Classes)..]);
            }

            return;
        }

        switch (_activation)
        {
            case Activation.Sigmoid:
                ForwardUnits<SigmoidPoint<T>>(group, images, preActivations, partialLogits, scratch);
                break;
            case Activation.Relu:
                ForwardUnits<ReluPoint<T>>(group, images, preActivations, partialLogits, scratch);
                break;
            default:
                throw NoRule.For(_activation);
        }
    }

    public bool Differentiate(Group group, PassContext pass, ReadOnlySpan<double> preActivations, GroupScratch scratch)
    {
        if (group.IsOutputBiases)
        {
            DifferentiateOutputBiases(pass, scratch);
            return Scale(pass, scratch.Gradient.AsSpan(0, _shape.Classes));
        }

        switch (_activation)
        {
            case Activation.Relu:
                DifferentiateUnits<ReluPoint<T>>(group, pass, preActivations, scratch);
                break;
            case Activation.Sigmoid when _perturbations.LargestMove(pass.Batch) <= NearSigmoidPoint<T>.LargestMove:
                DifferentiateUnits<NearSigmoidPoint<T>>(group, pass, preActivations, scratch);
                break;
            case Activation.Sigmoid:
                DifferentiateUnits<SigmoidPoint<T>>(group, pass, preActivations, scratch);
                break;
            default:
                throw NoRule.For(_activation);
        }

        return ScaleAndMask(group, pass, scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Descend(Group group, PassContext pass, double rate, GroupScratch scratch)
    {
        var step = -rate;
        if (group.IsOutputBiases)
        {
            for (var c = 0; c < group.Values.Length; c++)
            {
                group.Values[c] = Math.FusedMultiplyAdd(step, scratch.Gradient[c], group.Values[c]);
            }

            return;
        }

        // A pixel that is zero in the whole batch has a partial derivative of exactly zero.
        ref var values = ref group.Values.First;
        ref var gradient = ref scratch.Gradient.First;
        foreach (var pixel in pass.Batch.UsedPixels)
        {
            DescendRow(ref values, ref gradient, pixel, step);
        }

        for (var row = _shape.Inputs; row < _shape.Inputs + 1 + _shape.Classes; row++)
        {
            DescendRow(ref values, ref gradient, row, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DescendRow(ref double values, ref double gradient, int row, double step)
    {
        for (var lane = 0; lane < Lanes; lane += T.Count)
        {
            ref var value = ref Unsafe.Add(ref values, (row * Lanes) + lane);
            T.Store(T.MultiplyAdd(T.Broadcast(step), T.Load(ref Unsafe.Add(ref gradient, (row * Lanes) + lane)),
                T.Load(ref value)), ref value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardUnits<TPoint>(
        Group group, ReadOnlySpan<SparseImage> images, Span<double> preActivations, Span<double> partialLogits,
        GroupScratch scratch)
        where TPoint : struct, IActivationPoint<TPoint, T>
    {
        var classes = _shape.Classes;
        var padded = _shape.PaddedClasses;
        ref var values = ref group.Values.First;
        ref var activations = ref scratch.Activations.First;
        ref var outputRows = ref scratch.OutputRows.First;
        ref var logitRow = ref scratch.LogitRow.First;
        for (var c = 0; c < classes; c++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                scratch.OutputRows[(lane * padded) + c] = group.Values[group.OutputOffset + (c * Lanes) + lane];
            }
        }

        for (var b = 0; b < images.Length; b++)
        {
            for (var lane = 0; lane < Lanes; lane += T.Count)
            {
                var z = WeightedSum(images[b], ref Unsafe.Add(ref values, lane))
                    + T.Load(ref Unsafe.Add(ref values, group.BiasOffset + lane));
                T.Store(TPoint.At(z).Value, ref Unsafe.Add(ref activations, lane));
                if (!preActivations.IsEmpty)
                {
                    T.Store(z, ref preActivations[(b * Lanes) + lane]);
                }
            }

            // Here lanes are classes: the units are added one after the other, in order.
            for (var c = 0; c < padded; c += T.Count)
            {
                var sum = T.Broadcast(0);
                for (var lane = 0; lane < Lanes; lane++)
                {
                    sum = T.MultiplyAdd(
                        T.Broadcast(Unsafe.Add(ref activations, lane)),
                            T.Load(ref Unsafe.Add(ref outputRows, (lane * padded) + c)), sum);
                }

                T.Store(sum, ref Unsafe.Add(ref logitRow, c));
            }

            scratch.LogitRow.AsSpan(0, classes).CopyTo(partialLogits[(b * classes)..]);
        }
    }

    // Σ x_i W1[i] over the non-zero pixels, as four sums that take turns, so that no addition waits for the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T WeightedSum(SparseImage image, ref double weights)
    {
        var pixels = image.Pixels;
        ref var slots = ref MemoryMarshal.GetArrayDataReference(image.Slots);
        ref var valueOf = ref MemoryMarshal.GetArrayDataReference(image.Values);
        ref var inputs = ref MemoryMarshal.GetArrayDataReference(_perturbations.Inputs);
        T s0 = T.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
        var i = 0;
        for (; i + 4 <= pixels.Length; i += 4)
        {
            s0 = T.MultiplyAdd(Input(ref slots, ref valueOf, ref inputs, i),
                T.Load(ref Unsafe.Add(ref weights, pixels[i] * Lanes)), s0);
            s1 = T.MultiplyAdd(Input(ref slots, ref valueOf, ref inputs, i + 1),
                T.Load(ref Unsafe.Add(ref weights, pixels[i + 1] * Lanes)), s1);
            s2 = T.MultiplyAdd(Input(ref slots, ref valueOf, ref inputs, i + 2),
                T.Load(ref Unsafe.Add(ref weights, pixels[i + 2] * Lanes)), s2);
            s3 = T.MultiplyAdd(Input(ref slots, ref valueOf, ref inputs, i + 3),
                T.Load(ref Unsafe.Add(ref weights, pixels[i + 3] * Lanes)), s3);
        }

        for (; i < pixels.Length; i++)
        {
            s0 = T.MultiplyAdd(Input(ref slots, ref valueOf, ref inputs, i),
                T.Load(ref Unsafe.Add(ref weights, pixels[i] * Lanes)), s0);
        }

        return (s0 + s1) + (s2 + s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Input(ref byte slots, ref byte values, ref double inputs, int i) =>
        T.Broadcast(Unsafe.Add(ref inputs, Unsafe.Add(ref values, Unsafe.Add(ref slots, i))));

    // From summed loss differences to the gradient of the mean: / 2hB. Empty lanes get none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ScaleAndMask(Group group, PassContext pass, GroupScratch scratch)
    {
        var factor = T.Broadcast(1 / (2 * _perturbations.Step * pass.Batch.Size));
        Span<double> maskBits = stackalloc double[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            maskBits[lane] = BitConverter.Int64BitsToDouble(lane < group.Units ? -1L : 0L);
        }

        Span<double> poison = stackalloc double[Lanes];
        poison.Clear();
        ref var gradient = ref scratch.Gradient.First;
        for (var lane = 0; lane < Lanes; lane += T.Count)
        {
            var mask = T.Load(ref maskBits[lane]);

            // 0 x g is 0, or NaN where g is not finite; the sum remembers.
            var sum = T.Broadcast(0);
            foreach (var pixel in pass.Batch.UsedPixels)
            {
                sum = ScaleRow(ref Unsafe.Add(ref gradient, (pixel * Lanes) + lane), factor, mask, sum);
            }

            for (var row = _shape.Inputs; row < _shape.Inputs + 1 + _shape.Classes; row++)
            {
                sum = ScaleRow(ref Unsafe.Add(ref gradient, (row * Lanes) + lane), factor, mask, sum);
            }

            T.Store(sum, ref poison[lane]);
        }

        var finite = true;
        foreach (var sum in poison)
        {
            finite &= !double.IsNaN(sum);
        }

        return finite;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ScaleRow(ref double row, T factor, T mask, T poison)
    {
        var g = T.And(mask, T.Load(ref row) * factor);
        T.Store(g, ref row);
        return T.MultiplyAdd(g, T.Broadcast(0), poison);
    }

    private bool Scale(PassContext pass, Span<double> gradient)
    {
        var factor = 1 / (2 * _perturbations.Step * pass.Batch.Size);
        var finite = true;
        foreach (ref var g in gradient)
        {
            g *= factor;
            finite &= double.IsFinite(g);
        }

        return finite;
    }
}
