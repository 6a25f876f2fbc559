using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Secant.Core.Data;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <content>The loss differences themselves.</content>
internal sealed partial class GroupKernel<T>
{
    /// <summary>
    /// Sums over the batch L(θ+h) - L(θ-h) for every parameter of eight hidden units, into the scratch's gradient. Both the
    /// degree of the series and whether there is one are chosen for the group as a whole.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DifferentiateUnits<TPoint>(Group group, PassContext pass, ReadOnlySpan<double> preActivations,
    GroupScratch scratch)
        where TPoint : struct, IActivationPoint<TPoint, T>
    {
        var batch = pass.Batch;
        var largestMove = TPoint.LargestSlope * _perturbations.LargestMove(batch);
        var degree = LossSeries.DegreeFor(largestMove * LargestSpread(group));
        var logitDegree = LossSeries.DegreeFor(_perturbations.Step * LargestActivation<TPoint>(preActivations));
        var (logitTerms, logitLength) = pass.LogitSeries.AtLeast<T>(logitDegree);
        ref var gradient = ref scratch.Gradient.First;
        ClearUsed(batch, scratch);
        for (var b = 0; b < batch.Size; b++)
        {
            var image = batch.Images[b];
            for (var lane = 0; lane < Lanes; lane += T.Count)
            {
                var point = TPoint.At(T.Load(ref MemoryMarshal.GetReference(preActivations[((b * Lanes) + lane)..])));
                if (degree == LossSeries.FullPath)
                {
                    FullDifferences<TPoint>(group, pass, b, lane, point, image, scratch);
                }
                else
                {
                    WeightSeries(group, pass, b, lane, degree, scratch);
                    SeriesDifferences<TPoint>(lane, degree, point, image, scratch);
                }

                Spread(image, lane, scratch);
                if (logitDegree == LossSeries.FullPath)
                {
                    FullOutputDifferences(pass, b, point.Value, ref Unsafe.Add(ref gradient, group.OutputOffset + lane));
                }
                else
                {
                    SeriesOutputDifferences(
                        pass, ref logitTerms[b * logitLength * pass.Loss.PaddedClasses], logitDegree, point.Value,
                            ref Unsafe.Add(ref gradient, group.OutputOffset + lane));
                }
            }
        }
    }

    // b2 has no incoming weights and activation 1: its step moves the logit by h itself.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DifferentiateOutputBiases(PassContext pass, GroupScratch scratch)
    {
        var gradient = scratch.Gradient.AsSpan(0, _shape.Classes);
        gradient.Clear();
        var loss = pass.Loss;
        var degree = LossSeries.DegreeFor(_perturbations.Step);
        var (terms, length) = pass.LogitSeries.AtLeast<T>(degree);
        var h = new Lanes1(_perturbations.Step);
        for (var b = 0; b < pass.Batch.Size; b++)
        {
            for (var c = 0; c < loss.Classes; c++)
            {
                var difference = degree == LossSeries.FullPath
                    ? GroupKernel<Lanes1>.LogitDifference(loss, b, c, c == pass.Batch.Labels[b], h)
                    : GroupKernel<Lanes1>.LogitSeriesDifference(
                        ref terms[(b * length * loss.PaddedClasses) + c], loss.PaddedClasses, degree, h);
                gradient[c] += difference.Value;
            }
        }
    }

    // The largest |w_c - w_t| that any unit and label of the group can have.
    private double LargestSpread(Group group)
    {
        Span<double> low = stackalloc double[Lanes];
        Span<double> high = stackalloc double[Lanes];
        low.Fill(double.PositiveInfinity);
        high.Fill(double.NegativeInfinity);
        for (var i = group.OutputOffset; i < group.Values.Length; i++)
        {
            var lane = i % Lanes;
            low[lane] = Math.Min(low[lane], group.Values[i]);
            high[lane] = Math.Max(high[lane], group.Values[i]);
        }

        var largest = 0.0;
        for (var lane = 0; lane < Lanes; lane++)
        {
            largest = Math.Max(largest, high[lane] - low[lane]);
        }

        return largest;
    }

    // A relu's largest activation in the batch; a sigmoid's bound.
    private static double LargestActivation<TPoint>(ReadOnlySpan<double> preActivations)
        where TPoint : struct, IActivationPoint<TPoint, T>
    {
        var largest = 1.0;
        if (typeof(TPoint) == typeof(ReluPoint<T>))
        {
            foreach (var z in preActivations)
            {
                largest = Math.Max(largest, z);
            }
        }

        return largest;
    }

    private void ClearUsed(Batch batch, GroupScratch scratch)
    {
        foreach (var pixel in batch.UsedPixels)
        {
            scratch.Gradient.AsSpan(pixel * Lanes, Lanes).Clear();
        }

        scratch.Gradient.AsSpan(_shape.Inputs * Lanes).Clear();
    }

    // The moments Σ_c p_c (w_c - w_t)^n of one sample, for each lane's unit, made into the loss series.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WeightSeries(Group group, PassContext pass, int b, int lane, int degree, GroupScratch scratch)
    {
        var loss = pass.Loss;
        ref var weights = ref Unsafe.Add(ref group.Values.First, group.OutputOffset + lane);
        ref var probabilities =
            ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(loss.Probabilities), b * loss.PaddedClasses);
        ref var terms = ref Unsafe.Add(ref scratch.Terms.First, lane);
        ref var moments = ref Unsafe.Add(ref scratch.Moments.First, lane);
        var labelWeight = T.Load(ref Unsafe.Add(ref weights, pass.Batch.Labels[b] * Lanes));

        // Four moments at a time stay in registers.
        for (var first = 0; first < degree; first += 4)
        {
            T m0 = T.Broadcast(0), m1 = m0, m2 = m0, m3 = m0;
            for (var c = 0; c < loss.Classes; c++)
            {
                var v = T.Load(ref Unsafe.Add(ref weights, c * Lanes)) - labelWeight;
                var p = T.Broadcast(Unsafe.Add(ref probabilities, c)) * v;
                for (var n = 0; n < first; n++)
                {
                    p *= v;
                }

                var square = v * v;
                m0 += p;
                m1 = T.MultiplyAdd(p, v, m1);
                p *= square;
                m2 += p;
                m3 = T.MultiplyAdd(p, v, m3);
            }

            ref var moment = ref Unsafe.Add(ref terms, first * Lanes);
            T.Store(m0, ref moment);
            T.Store(m1, ref Unsafe.Add(ref moment, Lanes));
            T.Store(m2, ref Unsafe.Add(ref moment, 2 * Lanes));
            T.Store(m3, ref Unsafe.Add(ref moment, 3 * Lanes));
        }

        LossSeries.FromMoments<T>(ref terms, ref moments, degree, Lanes);
    }

    // L(θ+h) - L(θ-h) for each distinct pixel value of a sample and the bias, by the series.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SeriesDifferences<TPoint>(int lane, int degree, TPoint point, SparseImage image, GroupScratch scratch)
        where TPoint : struct, IActivationPoint<TPoint, T>
    {
        ref var last = ref Unsafe.Add(ref scratch.Terms.First, ((degree - 1) * Lanes) + lane);
        ref var differences = ref Unsafe.Add(ref scratch.Differences.First, lane);
        ref var moves = ref MemoryMarshal.GetArrayDataReference(_perturbations.Moves);
        foreach (var value in image.Values)
        {
            var (plus, minus) = point.Moves(ref Unsafe.Add(ref moves, value * Perturbations.Stride));
            T.Store(SeriesDifference(ref last, degree, plus, minus), ref differences);
            differences = ref Unsafe.Add(ref differences, Lanes);
        }

        var (up, down) = point.Moves(ref Unsafe.Add(ref moves, Perturbations.Bias * Perturbations.Stride));
        T.Store(SeriesDifference(ref last, degree, up, down), ref differences);
    }

    // The series at one move less the series at the other, from its last term down.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SeriesDifference(ref double last, int degree, T plus, T minus)
    {
        ref var term = ref last;
        var up = T.Load(ref term);
        var down = up;
        for (var n = degree - 1; n > 0; n--)
        {
            term = ref Unsafe.Subtract(ref term, Lanes);
            var a = T.Load(ref term);
            up = T.MultiplyAdd(up, plus, a);
            down = T.MultiplyAdd(down, minus, a);
        }

        return (up * plus) - (down * minus);
    }

    // The same without a series: exponentials of every class's move and a logarithm.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FullDifferences<TPoint>(
        Group group, PassContext pass, int b, int lane, TPoint point, SparseImage image, GroupScratch scratch)
        where TPoint : struct, IActivationPoint<TPoint, T>
    {
        var values = image.Values;
        for (var slot = 0; slot <= values.Length; slot++)
        {
            var entry = (slot < values.Length ? values[slot] : Perturbations.Bias) * Perturbations.Stride;
            var (plus, minus) = point.Moves(ref _perturbations.Moves[entry]);
            var difference = FullDifference(group, pass, b, lane, plus) - FullDifference(group, pass, b, lane, minus);
            T.Store(difference, ref scratch.Differences[(slot * Lanes) + lane]);
        }
    }

    // L moved by δ less L: log Σ p_c e^(δ (w_c - w_t)).
    private static T FullDifference(Group group, PassContext pass, int b, int lane, T move)
    {
        var loss = pass.Loss;
        var row = b * loss.PaddedClasses;
        var labelWeight = T.Load(ref group.Values[group.OutputOffset + (pass.Batch.Labels[b] * Lanes) + lane]);
        var largest = T.Broadcast(double.NegativeInfinity);
        for (var c = 0; c < loss.Classes; c++)
        {
            var x = move * (T.Load(ref group.Values[group.OutputOffset + (c * Lanes) + lane]) - labelWeight);
            largest = Larger(T.Broadcast(loss.LogProbabilities[row + c]) + x, largest);
        }

        var u = T.Broadcast(0);
        var mean = T.Broadcast(0);
        for (var c = 0; c < loss.Classes; c++)
        {
            var x = move * (T.Load(ref group.Values[group.OutputOffset + (c * Lanes) + lane]) - labelWeight);
            u += T.Broadcast(loss.Probabilities[row + c]) * Elementary.Expm1(x);
            mean += Elementary.Exp(T.Broadcast(loss.LogProbabilities[row + c]) + x - largest);
        }

        return LossState.LogOfMean(u, mean, largest);
    }

    // Adds each pixel's difference to its row of the gradient.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Spread(SparseImage image, int lane, GroupScratch scratch)
    {
        ref var gradient = ref Unsafe.Add(ref scratch.Gradient.First, lane);
        ref var differences = ref Unsafe.Add(ref scratch.Differences.First, lane);
        ref var slots = ref MemoryMarshal.GetArrayDataReference(image.Slots);
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            Add(ref Unsafe.Add(ref gradient, pixels[i] * Lanes),
                ref Unsafe.Add(ref differences, Unsafe.Add(ref slots, i) * Lanes));
        }

        Add(ref Unsafe.Add(ref gradient, _shape.Inputs * Lanes), ref Unsafe.Add(ref differences, image.Values.Length * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref double sum, ref double addend) => T.Store(T.Load(ref sum) + T.Load(ref addend), ref sum);

    // A step h in W2[j,c] moves logit c of a sample by h a_j.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SeriesOutputDifferences(PassContext pass, ref double series, int degree, T activation, ref double gradient)
    {
        var padded = pass.Loss.PaddedClasses;
        var move = activation * T.Broadcast(_perturbations.Step);
        for (var c = 0; c < pass.Loss.Classes; c++)
        {
            ref var sum = ref Unsafe.Add(ref gradient, c * Lanes);
            T.Store(T.Load(ref sum) + LogitSeriesDifference(ref Unsafe.Add(ref series, c), padded, degree, move), ref sum);
        }
    }

    // The series at δ less the series at -δ, its terms taken from every stride-th double and the same for all lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T LogitSeriesDifference(ref double series, int stride, int degree, T move)
    {
        ref var term = ref Unsafe.Add(ref series, (degree - 1) * stride);
        var up = T.Broadcast(term);
        var down = up;
        var back = T.Broadcast(0) - move;
        for (var n = degree - 1; n > 0; n--)
        {
            term = ref Unsafe.Subtract(ref term, stride);
            var a = T.Broadcast(term);
            up = T.MultiplyAdd(up, move, a);
            down = T.MultiplyAdd(down, back, a);
        }

        return (up * move) - (down * back);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FullOutputDifferences(PassContext pass, int b, T activation, ref double gradient)
    {
        var move = activation * T.Broadcast(_perturbations.Step);
        for (var c = 0; c < pass.Loss.Classes; c++)
        {
            ref var sum = ref Unsafe.Add(ref gradient, c * Lanes);
            T.Store(T.Load(ref sum) + LogitDifference(pass.Loss, b, c, c == pass.Batch.Labels[b], move), ref sum);
        }
    }

    // L with logit c moved by δ less L with it moved by -δ.
    internal static T LogitDifference(LossState loss, int b, int c, bool isLabel, T move)
    {
        var entry = (b * loss.PaddedClasses) + c;
        var logProbability = T.Broadcast(loss.LogProbabilities[entry]);
        var logOthers = T.Broadcast(loss.LogComplement(b, c));
        var back = T.Broadcast(0) - move;

        // Moving the label's logit up is moving all others down.
        return isLabel
            ? Moved(loss.Complements[entry], logOthers, logProbability, back)
            - Moved(loss.Complements[entry], logOthers, logProbability, move)
            : Moved(loss.Probabilities[entry], logProbability, logOthers, move)
            - Moved(loss.Probabilities[entry], logProbability, logOthers, back);
    }

    // log(1 - p + p e^δ).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Moved(double p, T logP, T logOthers, T move)
    {
        var largest = Larger(logP + move, logOthers);
        var mean = Elementary.Exp(logP + move - largest) + Elementary.Exp(logOthers - largest);
        return LossState.LogOfMean(T.Broadcast(p) * Elementary.Expm1(move), mean, largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Larger(T left, T right) => T.Select(T.GreaterThan(left, right), left, right);
}
