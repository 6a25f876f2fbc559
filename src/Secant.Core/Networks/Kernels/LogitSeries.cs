using System.Runtime.CompilerServices;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// For each sample and class the series of the loss in a move of that logit: log(1 + p (e^δ - 1)) for a class that is not the
/// label, log(1 + (1 - p)(e^-δ - 1)) for the label. A term does not depend on how many follow, so that long series are made only
/// where a group asks for one. Safe for concurrent use.
/// </summary>
internal sealed class LogitSeries(Batch batch, LossState loss)
{
    private static readonly int[] Lengths = [5, 8, 12, LossSeries.LargestDegree];

    private readonly double[]?[] _made = new double[Lengths.Length][];

    /// <summary>A table, B x length x padded C, of series at least as long as the degree. Two threads may make it at once; both
    /// make the same.</summary>
    public (double[] Terms, int Length) AtLeast<T>(int degree)
        where T : struct, ILanes<T>
    {
        var at = 0;
        while (Lengths[at] < degree)
        {
            at++;
        }

        var made = Volatile.Read(ref _made[at]);
        if (made is null)
        {
            made = Make<T>(Lengths[at]);
            Volatile.Write(ref _made[at], made);
        }

        return (made, Lengths[at]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Make<T>(int length)
        where T : struct, ILanes<T>
    {
        var padded = loss.PaddedClasses;
        var terms = new double[batch.Size * length * padded];
        var moments = new double[length * padded];
        for (var b = 0; b < batch.Size; b++)
        {
            var rows = terms.AsSpan(b * length * padded, length * padded);
            var label = batch.Labels[b];
            var probabilities = loss.Probabilities.AsSpan(b * padded, padded);
            for (var n = 1; n <= length; n++)
            {
                var row = rows.Slice((n - 1) * padded, padded);
                probabilities.CopyTo(row);
                row[label] = (n % 2 == 0 ? 1 : -1) * loss.Complements[(b * padded) + label];
            }

            for (var c = 0; c < padded; c += T.Count)
            {
                LossSeries.FromMoments<T>(ref rows[c], ref moments[c], length, padded);
            }
        }

        return terms;
    }
}
